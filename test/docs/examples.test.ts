import { beforeAll, expect, it } from '@jest/globals';
import * as classValidator from 'class-validator';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { PageProgram, type PageFile } from './page-program.js';
import { root } from './pages.js';

/*
 * The examples of doc comments, which the API reference shows. They are fragments: what is theirs (a service, an order) is
 * not declared. So names nobody knows are let pass, with whatever hangs on them; what is known of Portico and of
 * class-validator is checked as ever: members, options, arguments, decorators.
 */

/** What the compiler says of a fragment that lacks declarations: unknown names, and types nobody wrote. */
const OF_FRAGMENTS = new Set([
  2304, 2307, 2503, 2552, 2580, 2582, 2593, 2683, 7005, 7006, 7018, 7022, 7031, 7034, 7053, 18004, 18046,
]);

/** `client.call(GreetTools, 'greet')` is typed from the class, which the fragment does not declare. */
const CALL_OF_UNKNOWN_CLASS = /^src\/testing\/[\s\S]*'\(type: Class<object>, method: never/;

const publicNames = new Map<string, string>();

function learnNames(module: string, file: string): void {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(root, file), 'utf8'),
    ts.ScriptTarget.ES2022,
  );
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause) continue;
    if (ts.isNamedExports(statement.exportClause))
      for (const { name } of statement.exportClause.elements)
        if (!publicNames.has(name.text)) publicNames.set(name.text, module);
  }
}

learnNames('portico', 'src/index.ts');
learnNames('portico/testing', 'src/testing/index.ts');
learnNames('portico/skills', 'src/protocol/skills/index.ts');
for (const name of Object.keys(classValidator))
  if (name !== 'default' && !publicNames.has(name)) publicNames.set(name, 'class-validator');

interface Example {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

function examplesIn(file: string): Example[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return Array.from(text.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*?\*\//g)).flatMap(({ index, 0: comment }) =>
    Array.from(comment.matchAll(/^([ \t]*)\* ```ts\n([\s\S]*?)^[ \t]*\* ```$/gm), (found) => ({
      file,
      line: text.slice(0, index + found.index).split('\n').length + 1,
      text: found[2]!.replace(/^[ \t]*\* ?/gm, ''),
    })),
  );
}

interface Frame {
  readonly head: string;
  readonly tail: string;
}

/** The places a fragment may have been cut from. */
const MODULE: Frame = { head: '', tail: '' };
const BODY: Frame = {
  // `history` and its like are names of browsers to a compiler that is not told otherwise.
  head: 'export async function fragment(ctx: Context, app: PorticoApp, client: TestClient, history: any) {{\n',
  tail: '\n}}\n',
};
const MEMBERS: Frame = { head: 'export class Fragment {\n[name: string]: any;\n', tail: '\n}\n' };
const OPTIONS: Frame = { head: 'export const fragment: any = ({\n', tail: '\n});\n' };

function reads({ head, tail }: Frame, text: string): boolean {
  const { diagnostics } = ts.transpileModule(`${head}${text}${tail}`, {
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      experimentalDecorators: true,
    },
  });
  return diagnostics!.length === 0;
}

/** The example as one piece or, where it shows several things, as its paragraphs. */
function piecesOf(example: Example): Example[] {
  if ([MODULE, BODY, OPTIONS].some((frame) => reads(frame, example.text))) return [example];
  const paragraphs = example.text.split(/\n\n+/);
  return paragraphs.map((text, i) => {
    const before = paragraphs.slice(0, i).join('\n\n');
    return { ...example, text, line: example.line + (i === 0 ? 0 : before.split('\n').length + 1) };
  });
}

const DECLARED = /(?:class|const|function|interface|enum) (\w+)|import (?:type )?\{([^}]*)\}/g;

function asFile(example: Example): PageFile | undefined {
  const { file, line, text } = example;
  const isModule = /^(?:import|export) /m.test(text) || /^@[\s\S]*^class /m.test(text);
  const isMember = /^\w+\(@\w+\(/.test(text); // which reads like a call and a block, too
  const frames = isModule ? [MODULE, BODY] : [...(isMember ? [MEMBERS] : []), BODY, OPTIONS, MEMBERS, MODULE];
  const frame = frames.find((one) => reads(one, text));
  if (!frame) return undefined;
  const declared = new Set(Array.from(text.matchAll(DECLARED), ([found]) => found.match(/\w+/g)!).flat());
  const used = new Set(`${frame.head}${text}`.match(/[A-Za-z_$][\w$]*/g));
  const imports = [...used]
    .filter((name) => publicNames.has(name) && !declared.has(name))
    .map((name) => `import { ${name} } from '${publicNames.get(name)!}';\n`)
    .join('');
  return {
    block: { page: file, line, language: 'ts', text },
    name: undefined,
    file: path.join(root, 'test/docs/projects/examples', `${file.replace(/\W/g, '-')}-${line}.ts`),
    text: `${imports}${frame.head}${text}${frame.tail}export {};\n`,
    added: `${imports}${frame.head}`.split('\n').length - 1,
  };
}

const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => path.posix.join('src', ...file.split(path.sep)))
  .filter((file) => file.endsWith('.ts'));
const examples = sources.flatMap(examplesIn).flatMap(piecesOf);
const files = examples.map(asFile);

const wrong: Example = {
  file: 'wrong.ts',
  line: 1,
  text: "await ctx.setState('cart', order, { scoop: 'user' });\nawait ctx.getSate('cart');\nawait this.orders.save(order);\n",
};

let problems: string[];
beforeAll(() => {
  const readable = files.filter((file) => file !== undefined);
  problems = new PageProgram([...readable, asFile(wrong)!])
    .problems(OF_FRAGMENTS)
    .filter((problem) => !CALL_OF_UNKNOWN_CLASS.test(problem));
}, 120_000);

it('every example of a doc comment can be read', () => {
  expect(examples.length).toBeGreaterThan(80);
  const unreadable = examples.filter((_, i) => files[i] === undefined);
  expect(unreadable.map(({ file, line }) => `${file}:${line}`)).toEqual([]);
});

it('every example uses Portico as it is, and a wrong one is found', () => {
  const ofWrong = problems.filter((problem) => problem.startsWith('wrong.ts:'));
  expect(ofWrong).toEqual([
    expect.stringMatching(/^wrong\.ts:1 .*scoop/s),
    expect.stringMatching(/^wrong\.ts:2 .*getSate/s),
  ]);
  expect(problems.filter((problem) => !problem.startsWith('wrong.ts:'))).toEqual([]);
});
