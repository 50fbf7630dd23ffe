import type { Choices } from '../new/choices.js';
import type { TemplateFile } from './file.js';
import { authImports, authOption, authSetup } from './project-auth.js';
import type { ProjectTemplate } from './project.js';

/** The sources of a new project: a tool, a service, a test, and a job where there is background work. */
export function projectSources({ name, choices }: ProjectTemplate): TemplateFile[] {
  const hasJobs = choices.jobs !== 'none';
  return [
    { path: 'src/main.ts', content: main(name, choices) },
    { path: 'src/app.module.ts', content: appModule(hasJobs) },
    { path: 'src/greeting.service.ts', content: GREETING_SERVICE },
    { path: 'src/greet.tools.ts', content: greetTools(choices) },
    ...(hasJobs ? [{ path: 'src/greeting.job.ts', content: GREETING_JOB }] : []),
    { path: 'src/greet.test.ts', content: greetTest(choices) },
  ];
}

const stateUrls: Readonly<Record<Choices['state'], string>> = {
  memory: 'memory:',
  sqlite: 'sqlite:.portico/state.db',
  redis: 'redis://127.0.0.1:6379',
  postgres: 'postgres://postgres@127.0.0.1:5432/postgres',
};

const jobUrls: Readonly<Record<Choices['jobs'], string>> = {
  none: 'memory:',
  sqlite: 'sqlite:.portico/jobs.db',
  redis: 'redis://127.0.0.1:6379',
  postgres: 'postgres://postgres@127.0.0.1:5432/postgres',
};

function main(name: string, { auth, state, jobs }: Choices): string {
  const options = [
    `  name: '${name}',\n  version: '0.1.0',\n`,
    state === 'memory'
      ? ''
      : `  state: { store: process.env['PORTICO_STATE_STORE'] ?? '${stateUrls[state]}' },\n`,
    jobs === 'none' ? '' : `  jobs: { url: process.env['PORTICO_JOBS_URL'] ?? '${jobUrls[jobs]}' },\n`,
    authOption[auth],
  ].join('');
  return `import { ${authImports[auth]}PorticoFactory } from 'portico';
import { AppModule } from './app.module.js';

${authSetup[auth]}const app = await PorticoFactory.create(AppModule, {
${options}});
await app.listen(); // stdio; --http and --port 3000 serve a URL instead
`;
}

function appModule(hasJobs: boolean): string {
  return `import { Module } from 'portico';
import { GreetTools } from './greet.tools.js';
${hasJobs ? "import { GreetingJob } from './greeting.job.js';\n" : ''}import { GreetingService } from './greeting.service.js';

@Module({
  providers: [GreetingService, GreetTools${hasJobs ? ', GreetingJob' : ''}],
})
export class AppModule {}
`;
}

const GREETING_SERVICE = `import { Injectable } from 'portico';

/** What the tools need and clients never see. Ask for it in a constructor. */
@Injectable()
export class GreetingService {
  greeting(name: string): string {
    return \`Hello \${name}\`;
  }
}
`;

function greetTools({ auth, state, jobs }: Choices): string {
  const counts = state !== 'memory';
  const result = counts
    ? `    const count = await ctx.incrementState(\`greeted:\${name}\`, 1, { scope: 'app' });
    return \`\${this.greetings.greeting(name)}, for the \${count}. time\`;
`
    : `    return this.greetings.greeting(name);
`;
  const later =
    jobs === 'none'
      ? ''
      : `
  @Tool('Greet someone in the background')
  async greetLater({ name }: GreetInput, ctx: Context) {
    return { job: await ctx.jobs.enqueue(GreetingJob, { name }) };
  }
`;
  return `import { IsString, Length } from 'class-validator';
import { Context, Describe, Injectable, ${auth === 'none' ? '' : 'Principal, '}Tool } from 'portico';
${jobs === 'none' ? '' : "import { GreetingJob } from './greeting.job.js';\n"}import { GreetingService } from './greeting.service.js';

export class GreetInput {
  @Describe('Whom to greet') @IsString() @Length(1, 40) name!: string;
}

@Injectable()
export class GreetTools {
  constructor(private readonly greetings: GreetingService) {}

  @Tool('Greet someone')
  async greet({ name }: GreetInput, ctx: Context) {
    await ctx.info('greeting', { name });
${result}  }
${later}${auth === 'none' ? '' : WHO_AM_I}}
`;
}

const WHO_AM_I = `
  @Tool('Who is calling')
  whoAmI(principal: Principal) {
    return principal.subject;
  }
`;

const GREETING_JOB = `import { IsString } from 'class-validator';
import { Args, Context, Ctx, Job } from 'portico';
import { GreetingService } from './greeting.service.js';

export class GreetingData {
  @IsString() name!: string;
}

/** Queued by \`ctx.jobs.enqueue(GreetingJob, …)\`, done by this process or by \`npm run worker\`. */
@Job()
export class GreetingJob {
  constructor(private readonly greetings: GreetingService) {}

  async run(@Args() { name }: GreetingData, @Ctx() ctx: Context) {
    await ctx.info('greeting in the background', { name });
    return this.greetings.greeting(name);
  }
}
`;

function greetTest({ auth, state, jobs }: Choices): string {
  const text = state === 'memory' ? 'Hello Ada' : 'Hello Ada, for the 1. time';
  const later =
    jobs === 'none'
      ? ''
      : `
  test(\`greets in the background (\${era})\`, async () => {
    const client = await createTestClient(AppModule, { era });
    const { structuredContent } = await client.callTool('greetLater', { name: 'Ada' });
    assert.match(JSON.stringify(structuredContent), /"job":"\\S+"/);
    await client.close();
  });
`;
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClient } from 'portico/testing';
import { AppModule } from './app.module.js';
${auth === 'none' ? '' : "import { GreetTools } from './greet.tools.js';\n"}
for (const era of ['session', 'stateless'] as const) {
  test(\`greets (\${era})\`, async () => {
    const client = await createTestClient(AppModule, { era });
    const result = await client.callTool('greet', { name: 'Ada' });
    assert.deepEqual(result.content, [{ type: 'text', text: '${text}' }]);
    await client.close();
  });

  test(\`refuses what is no name (\${era})\`, async () => {
    const client = await createTestClient(AppModule, { era });
    const result = await client.callTool('greet', { name: '' });
    assert.equal(result.isError, true);
    await client.close();
  });
${later}${auth === 'none' ? '' : WHO_TEST}}
`;
}

const WHO_TEST = `
  test(\`knows who is calling (\${era})\`, async () => {
    const client = await createTestClient(AppModule, { era, principal: { subject: 'ada' } });
    assert.equal(await client.call(GreetTools, 'whoAmI'), 'ada');
    await client.close();
  });
`;
