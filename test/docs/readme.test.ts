import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/*
 * The TypeScript of README.md, checked as a newcomer's compiler would, with the tsconfig.json the README shows:
 *
 * - A block whose first line is a comment with a path (`// src/app.module.ts`) is the file of that name; blocks may
 *   import each other by these names.
 * - A block that begins with an import is a module of its own.
 * - Any other block is a fragment: the body of an async function that has `ctx`, `app` and `client`, and sees the types
 *   of FRAGMENT_IMPORTS.
 *
 * The files exist in memory only, in a folder of this repository, where the packages they import are found.
 */

const root = path.resolve(import.meta.dirname, '../..');
const project = path.join(root, 'readme');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

const FRAGMENT_IMPORTS = `import type { Context, PorticoApp } from 'portico';
import type { TestClient } from 'portico/testing';
`;

function blocksOf(markdown: string, language: string): string[] {
  const fences = markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return Array.from(fences)
    .filter(([, tag]) => tag === language)
    .map(([, , text]) => text!);
}

/** Each block as a file of the project, by its path. */
function filesOf(blocks: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    blocks.map((block, i) => {
      const name = /^\/\/ (\S+\.ts)\n/.exec(block)?.[1] ?? `src/block-${i + 1}.ts`;
      return [path.join(project, name), isModule(block) ? block : asModule(block)];
    }),
  );
}

const isModule = (block: string) => /^(?:\/\/.*\n)?import /.test(block);
const asModule = (fragment: string) =>
  `${FRAGMENT_IMPORTS}export async function fragment(ctx: Context, app: PorticoApp, client: TestClient) {\n${fragment}}\n`;

/** The compiler options the README tells its readers to use; the package's names mean the sources. */
function shownOptions(): ts.CompilerOptions {
  const shown = blocksOf(readme, 'json').find((text) => text.includes('compilerOptions'));
  const { compilerOptions } = JSON.parse(shown!) as { compilerOptions: object };
  const { options, errors } = ts.convertCompilerOptionsFromJson(compilerOptions, root);
  expect(errors).toEqual([]);
  return {
    ...options,
    noEmit: true,
    rootDir: root, // the sources of the package are part of the program here
    skipLibCheck: true,
    paths: {
      portico: [path.join(root, 'src/index.ts')],
      'portico/skills': [path.join(root, 'src/protocol/skills/index.ts')],
      'portico/testing': [path.join(root, 'src/testing/index.ts')],
    },
  };
}

/** What the compiler has against the blocks, if anything. */
function problemsIn(blocks: readonly string[]): string[] {
  const files = filesOf(blocks);
  const options = shownOptions();
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    getCurrentDirectory: () => root,
    fileExists: (file) => files.has(file) || disk.fileExists(file),
    readFile: (file) => files.get(file) ?? disk.readFile(file),
    directoryExists: (folder) =>
      folder.startsWith(project) || (disk.directoryExists?.(folder) ?? ts.sys.directoryExists(folder)),
    getSourceFile: (file, languageOptions, ...rest) => {
      const text = files.get(file);
      return text === undefined
        ? disk.getSourceFile(file, languageOptions, ...rest)
        : ts.createSourceFile(file, text, languageOptions, true);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) => {
        const line = source!.getLineAndCharacterOfPosition(start).line + 1;
        const message = ts.flattenDiagnosticMessageText(messageText, '\n');
        return `${path.relative(project, file)}:${line} ${message}`;
      },
    );
  });
}

const BROKEN = [
  `// src/named.ts
import { Injectable, Tool } from 'portico';

@Injectable()
export class Tools {
  @Tool({ descriptoin: 'a slip of the pen' })
  greet() {}
}
`,
  `import { createTestClient } from 'portico/testing';
import { Tools } from './named.js';

await createTestClient(Tools, { era: 'new' });
`,
  'await ctx.reportProgres(1);\n',
];

it('every TypeScript block of the README compiles, and a broken one is found', () => {
  const blocks = blocksOf(readme, 'ts');
  expect(blocks.length).toBeGreaterThan(5);
  const problems = problemsIn([...blocks, ...BROKEN]);
  const isBroken = (problem: string) =>
    [blocks.length + 2, blocks.length + 3].some((n) => problem.startsWith(`src/block-${n}.ts:`)) ||
    problem.startsWith('src/named.ts:');
  expect(problems.filter((problem) => !isBroken(problem))).toEqual([]);
  expect(problems).toEqual([
    expect.stringMatching(/^src\/named\.ts:6 .*descriptoin/s),
    expect.stringMatching(/4 .*"new"/s),
    expect.stringContaining('reportProgres'),
  ]);
});
