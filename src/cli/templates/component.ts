import type { ComponentKind } from './component-kinds.js';
import type { TemplateFile } from './file.js';
import { namesOf, type Names } from './names.js';

/** The module a component is to belong to, as a test of it imports it. */
export interface ModuleReference {
  readonly className: string;
  /** Such as `./app.module.js`. */
  readonly specifier: string;
}

export interface ComponentTemplate extends Template {
  readonly names: Names;
}

interface Template {
  /** The class it is about. */
  readonly className: string;
  /** The file of the class, below the folder of the component, without `.ts`. */
  readonly file: string;
  readonly content: string;
  /** Where the class is named in the module; nowhere for what is put on other classes. */
  readonly wiring: 'providers' | 'imports' | undefined;
  /** A test of it, where there is something to call. */
  readonly test?: (module: ModuleReference) => TemplateFile;
  /** How it is used, where no module says it. */
  readonly hint?: string;
}

/** What a component consists of. */
export function componentTemplate(kind: ComponentKind, name: string): ComponentTemplate {
  const names = namesOf(stem(kind, name));
  return { names, ...templates[kind](names) };
}

/** `weather.tool` and `WeatherTool` name the tool `weather`. */
function stem(kind: ComponentKind, name: string): string {
  const own = new RegExp(`(?<=[^.-])[.-]?${kind}s?$`, 'i');
  return name.replace(own, '') || name;
}

const templates: Readonly<Record<ComponentKind, (names: Names) => Template>> = {
  tool: ({ kebab, camel, pascal, words }) => ({
    className: `${pascal}Tool`,
    file: `${kebab}.tool`,
    wiring: 'providers',
    content: `import { IsString, Length } from 'class-validator';
import { Args, Context, Ctx, Describe, Tool } from 'portico';

export class ${pascal}Input {
  @Describe('What it is about') @IsString() @Length(1, 200) subject!: string;
}

@Tool({ description: 'What ${words} does', annotations: { readOnlyHint: true } })
export class ${pascal}Tool {
  async execute(@Args() { subject }: ${pascal}Input, @Ctx() ctx: Context) {
    await ctx.info('${words}', { subject });
    return { subject };
  }
}
`,
    test: (module) => ({
      path: `${kebab}.tool.test.ts`,
      content: testOf(
        module,
        'tool',
        camel,
        `  const result = await client.callTool('${camel}', { subject: 'tea' });
  assert.deepEqual(result.structuredContent, { subject: 'tea' });
`,
      ),
    }),
  }),

  resource: ({ kebab, camel, pascal, words }) => ({
    className: `${pascal}Resource`,
    file: `${kebab}.resource`,
    wiring: 'providers',
    content: `import { Injectable, Param, Resource } from 'portico';

@Injectable()
export class ${pascal}Resource {
  @Resource('${kebab}://{id}', { description: 'What ${words} holds', mimeType: 'application/json' })
  ${camel}(@Param('id') id: string) {
    return { id };
  }
}
`,
    test: (module) => ({
      path: `${kebab}.resource.test.ts`,
      content: testOf(
        module,
        'resource',
        camel,
        `  const { contents } = await client.readResource('${kebab}://one');
  assert.deepEqual(contents.map(({ uri }) => uri), ['${kebab}://one']);
`,
      ),
    }),
  }),

  prompt: ({ kebab, camel, pascal, words }) => ({
    className: `${pascal}Prompt`,
    file: `${kebab}.prompt`,
    wiring: 'providers',
    content: `import { Injectable, Param, Prompt } from 'portico';

@Injectable()
export class ${pascal}Prompt {
  @Prompt('What ${words} asks for')
  ${camel}(@Param('subject') subject: string) {
    return \`Tell me about \${subject}.\`;
  }
}
`,
    test: (module) => ({
      path: `${kebab}.prompt.test.ts`,
      content: testOf(
        module,
        'prompt',
        camel,
        `  const { messages } = await client.getPrompt('${camel}', { subject: 'tea' });
  assert.deepEqual(messages.map(({ content }) => content), [{ type: 'text', text: 'Tell me about tea.' }]);
`,
      ),
    }),
  }),

  service: ({ kebab, pascal }) => ({
    className: `${pascal}Service`,
    file: `${kebab}.service`,
    wiring: 'providers',
    content: `import { Injectable } from 'portico';

/** Ask for it in the constructor of whatever needs it. */
@Injectable()
export class ${pascal}Service {}
`,
  }),

  module: ({ kebab, pascal }) => ({
    className: `${pascal}Module`,
    file: `${kebab}.module`,
    wiring: 'imports',
    content: `import { Module } from 'portico';

@Module({
  providers: [],
})
export class ${pascal}Module {}
`,
  }),

  job: ({ kebab, pascal, words }) => ({
    className: `${pascal}Job`,
    file: `${kebab}.job`,
    wiring: 'providers',
    hint: `Queue it in a tool: await ctx.jobs.enqueue(${pascal}Job, { subject: '…' });`,
    content: `import { IsString } from 'class-validator';
import { Args, Context, Ctx, Job } from 'portico';

export class ${pascal}Data {
  @IsString() subject!: string;
}

/** Done at least once: what must not be repeated belongs in \`ctx.once\`. */
@Job()
export class ${pascal}Job {
  async run(@Args() { subject }: ${pascal}Data, @Ctx() ctx: Context) {
    await ctx.info('${words}', { subject, attempt: ctx.attempt });
  }
}
`,
  }),

  guard: ({ kebab, pascal }) => ({
    className: `${pascal}Guard`,
    file: `${kebab}.guard`,
    wiring: undefined,
    hint: `Put it on a method, a class or a module: @UseGuards(${pascal}Guard)`,
    content: `import { type CallInfo, type Guard, Injectable } from 'portico';

@Injectable()
export class ${pascal}Guard implements Guard {
  /** \`false\` refuses the call; a UserError refuses it in your own words. */
  canActivate({ context }: CallInfo) {
    return !context.signal.aborted;
  }
}
`,
  }),

  interceptor: ({ kebab, pascal }) => ({
    className: `${pascal}Interceptor`,
    file: `${kebab}.interceptor`,
    wiring: undefined,
    hint: `Put it on a method, a class or a module: @UseInterceptors(${pascal}Interceptor)`,
    content: `import { type CallInfo, Injectable, type Interceptor } from 'portico';

@Injectable()
export class ${pascal}Interceptor implements Interceptor {
  async intercept({ context, component }: CallInfo, next: () => Promise<unknown>) {
    const start = performance.now();
    try {
      return await next();
    } finally {
      await context.debug(\`\${component?.where} took \${Math.round(performance.now() - start)} ms\`);
    }
  }
}
`,
  }),

  filter: ({ kebab, pascal }) => ({
    className: `${pascal}Filter`,
    file: `${kebab}.filter`,
    wiring: undefined,
    hint: `Put it on a method, a class or a module: @UseFilters(${pascal}Filter)`,
    content: `import { type Filter, Injectable, UserError } from 'portico';

@Injectable()
export class ${pascal}Filter implements Filter {
  /** Turns errors it knows into words for the caller; what it does not know it throws again. */
  catch(error: unknown) {
    if (error instanceof RangeError) throw new UserError(error.message);
    throw error;
  }
}
`,
  }),

  dto: ({ kebab, pascal }) => ({
    className: `${pascal}Dto`,
    file: `${kebab}.dto`,
    wiring: undefined,
    hint: `Make it the input of a tool: execute(@Args() input: ${pascal}Dto)`,
    content: `import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Describe } from 'portico';

/** Type, JSON Schema and validation in one. */
export class ${pascal}Dto {
  @Describe('What it is about') @IsString() @Length(1, 200) subject!: string;
  @Describe('How many') @IsOptional() @IsInt() @Min(1) @Max(100) limit: number = 10;
}
`,
  }),

  test: ({ kebab, words }) => ({
    className: '',
    file: '',
    wiring: undefined,
    content: '',
    test: (module) => ({
      path: `${kebab}.test.ts`,
      content: testOf(
        module,
        '',
        words,
        `  const names = (await client.listTools()).map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
`,
      ),
    }),
  }),
};

function testOf({ className, specifier }: ModuleReference, kind: string, name: string, body: string): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClient } from 'portico/testing';
import { ${className} } from '${specifier}';

test('${[kind, name].filter(Boolean).join(' ')}', async () => {
  const client = await createTestClient(${className}, { era: 'session' }); // default: 'stateless'
${body}  await client.close();
});
`;
}
