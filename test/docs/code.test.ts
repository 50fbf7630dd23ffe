import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { commandsOf, fits } from './console.js';
import { filesOf, PageProgram, type PageFile } from './page-program.js';
import { PageProject } from './page-project.js';
import { blocksOf, pages } from './pages.js';

/*
 * What the pages show is true: TypeScript compiles (see PageProgram), files named `*.test.ts` are run and pass, and what a
 * `console` block shows is what its commands print.
 */

const blocks = pages().flatMap((page) => blocksOf(page));
const files = filesOf(blocks);

const BROKEN = blocksOf(
  'broken.md',
  `\`\`\`ts
// src/named.ts
import { Injectable, Tool } from 'portico';

@Injectable()
export class Tools {
  @Tool({ descriptoin: 'a slip of the pen' })
  greet() {}
}
\`\`\`

\`\`\`ts
import { createTestClient } from 'portico/testing';
import { Tools } from './named.js';

await createTestClient(Tools, { era: 'new' });
\`\`\`

\`\`\`ts
await ctx.reportProgres(1);
\`\`\`
`,
);

let program: PageProgram;
const projects = new Map<string, PageProject>();

beforeAll(() => {
  program = new PageProgram([...files, ...filesOf(BROKEN)]);
}, 120_000);
afterAll(() => {
  for (const project of projects.values()) project.remove();
});

function projectOf(page: string): PageProject {
  const known = projects.get(page);
  if (known) return known;
  const isOf = ({ block, name }: PageFile) => block.page === page && name !== undefined;
  const project = new PageProject(files.filter(isOf), program);
  projects.set(page, project);
  return project;
}

it('every TypeScript block of every page compiles, and a broken one is found', () => {
  expect(files.length).toBeGreaterThan(5);
  const problems = program.problems();
  const isBroken = (problem: string) => problem.startsWith('broken.md:');
  expect(problems.filter((problem) => !isBroken(problem))).toEqual([]);
  expect(problems).toEqual([
    expect.stringMatching(/^broken\.md:7 .*descriptoin/s),
    expect.stringMatching(/^broken\.md:16 .*"new"/s),
    expect.stringMatching(/^broken\.md:20 .*reportProgres/s),
  ]);
}, 120_000);

it('every test that a page shows passes', () => {
  const tests = files.filter(({ name }) => name?.endsWith('.test.ts'));
  expect(tests.length).toBeGreaterThan(0);
  const compiled = tests.map(({ block, name }) => projectOf(block.page).compiled.get(name!)!);
  const env = { ...process.env };
  for (const name of ['NODE_OPTIONS', 'NODE_TEST_CONTEXT']) delete env[name];
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--test', '--test-reporter=tap', '--test-concurrency=1', ...compiled],
    { encoding: 'utf8', env },
  );
  const failed = stdout.split('\n').filter((line) => /^\s*(?:not ok|error:|expected:|actual:)/.test(line));
  expect(failed).toEqual([]);
  expect(status).toBe(0);
  expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThanOrEqual(tests.length);
}, 240_000);

const consoles = blocks.filter(({ language }) => language === 'console');
const pagesWithConsole = [...new Set(consoles.map(({ page }) => page))];

describe('what a page shows on the console is what is printed', () => {
  it.each(pagesWithConsole)(
    '%s',
    (page) => {
      const shown = consoles.filter((block) => block.page === page).flatMap(({ text }) => commandsOf(text));
      expect(shown.length).toBeGreaterThan(0);
      for (const { command, output } of shown) {
        const printed = projectOf(page).run(command);
        if (!fits(printed, output)) expect(`$ ${command}\n${printed}`).toBe(`$ ${command}\n${output}`);
      }
    },
    240_000,
  );

  it('and something else is found', () => {
    expect(fits('one\ntwo 17 ms\nthree\n', 'one\ntwo … ms\nthree')).toBe(true);
    expect(fits('one\ntwo\nthree\nfour', 'one\n…\nfour')).toBe(true);
    expect(fits('one\ntwo', 'one')).toBe(false);
    expect(fits('one', 'one\ntwo')).toBe(false);
    expect(fits('two 17 s', 'two … ms')).toBe(false);
  });
});
