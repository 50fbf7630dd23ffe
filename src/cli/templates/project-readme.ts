import { authReadme } from './project-auth.js';
import type { ProjectTemplate } from './project.js';

/** The README of a new project: every command in it works as written. */
export function projectReadme({ name, choices, packageManager }: ProjectTemplate): string {
  const run = packageManager === 'npm' ? 'npm run' : packageManager;
  const exec = { npm: 'npx', pnpm: 'pnpm exec', yarn: 'yarn', bun: 'bunx' }[packageManager];
  const isHttp = choices.transport === 'http';
  const needs = [...new Set([choices.state, choices.jobs])]
    .map((kind) => ({ redis: 'Redis', postgres: 'PostgreSQL' })[kind as string])
    .filter((kind) => kind !== undefined);
  const variables = [
    choices.state === 'redis' || choices.state === 'postgres' ? '`PORTICO_STATE_STORE`' : undefined,
    choices.jobs === 'redis' || choices.jobs === 'postgres' ? '`PORTICO_JOBS_URL`' : undefined,
  ].filter((name) => name !== undefined);
  const servers =
    needs.length === 0
      ? ''
      : `\nThe running server needs ${needs.join(' and ')}, on this machine unless ${variables.join(' and ')} say otherwise; the tests do not.\n`;
  const worker =
    choices.jobs === 'none'
      ? ''
      : `${`${run} worker`.padEnd(26)} # does background work only, beside as many servers as you like\n`;
  return `# ${name}

An MCP server, made with [Portico](https://www.npmjs.com/package/portico).

\`\`\`sh
${`${packageManager} install`.padEnd(26)} # once
${`${packageManager} test`.padEnd(26)} # compiles, and runs the tests
${`${run} call`.padEnd(26)} # calls the tool "greet"
${`${run} dev`.padEnd(26)} # serves${isHttp ? ' http://127.0.0.1:3000/mcp' : ' stdio'}, again after each change
${`${packageManager} start`.padEnd(26)} # serves${isHttp ? ' the same' : ' stdio'} without watching
${worker}\`\`\`
${servers}
Call any tool, with a question answered at the prompt, or add the server to a client:

\`\`\`sh
${exec} portico call greet name=Grace
${exec} portico client-config claude
\`\`\`

${authReadme(choices.auth, exec)}
Add to it; the module is kept up to date:

\`\`\`sh
${exec} portico generate tool weather
${exec} portico generate --help
\`\`\`

| file | what it is |
| ---- | ---------- |
| \`src/main.ts\` | starts the server |
| \`src/app.module.ts\` | what the server is made of |
| \`src/greet.tools.ts\` | a tool |
| \`src/greeting.service.ts\` | what the tool uses |
${choices.jobs === 'none' ? '' : '| `src/greeting.job.ts` | work in the background |\n'}| \`src/greet.test.ts\` | a test by a real client |

${
  isHttp
    ? `\`docker build -t ${name} . && docker run -p 127.0.0.1:3000:3000 ${name}\` serves it from a container. Behind a name of your own,
say so in \`src/main.ts\`: \`app.listen({ allowedHosts: ['mcp.example.org'] })\`.`
    : `\`docker build -t ${name} . && docker run -i --rm ${name}\` serves it from a container.`
}
`;
}
