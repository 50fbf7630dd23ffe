import path from 'node:path';
import ts from 'typescript';
import { blocksOf, root, type Block } from './pages.js';

/*
 * The TypeScript of all pages as one program, compiled as a newcomer's compiler would, with the tsconfig.json the README
 * shows:
 *
 * - A block whose first line is a comment with a path (`// src/app.module.ts`) is the file of that name; the blocks of a
 *   page may import each other by these names.
 * - A block that begins with an import is a module of its own.
 * - Any other block is a fragment: the body of an async function that has `ctx`, `app` and `client`.
 *
 * The files exist in memory only, in a folder for each page below this repository, where the packages they import are
 * found.
 */

const FRAGMENT_IMPORTS = `import type { Context, PorticoApp } from 'portico';
import type { TestClient } from 'portico/testing';
`;
const FRAGMENT_HEAD = `export async function fragment(ctx: Context, app: PorticoApp, client: TestClient) {\n`;

export interface PageFile {
  readonly block: Block;
  /** In the project of its page, such as `src/app.module.ts`; `undefined` for a block without a name. */
  readonly name: string | undefined;
  /** Where the compiler finds it. */
  readonly file: string;
  readonly text: string;
  /** How many lines stand before those of the block. */
  readonly added: number;
}

/** Where the project of a page is, for the compiler. */
const projectOf = (page: string) => path.join(root, 'test/docs/projects', page.replace(/\.md$/, ''));

/** @throws Error where a page has two files of one name */
export function filesOf(blocks: readonly Block[]): PageFile[] {
  const files = blocks
    .filter(({ language }) => language === 'ts')
    .map((block): PageFile => {
      const name = /^\/\/ (\S+\.ts)\n/.exec(block.text)?.[1];
      const file = path.join(projectOf(block.page), name ?? `src/line-${block.line}.ts`);
      const isModule = /^(?:\/\/.*\n)*import /.test(block.text);
      const text = isModule ? block.text : `${FRAGMENT_IMPORTS}${FRAGMENT_HEAD}${block.text}}\n`;
      return { block, name, file, text, added: isModule ? 0 : 3 };
    });
  const seen = new Set<string>();
  for (const { file, block } of files) {
    if (seen.has(file)) throw new Error(`${block.page}:${block.line} is a second ${path.basename(file)}`);
    seen.add(file);
  }
  return files;
}

/** The compiler options the README tells its readers to use; the package's names mean the sources. */
function shownOptions(): ts.CompilerOptions {
  const shown = blocksOf('README.md').find(({ text }) => text.includes('compilerOptions'));
  if (!shown) throw new Error('The README shows no tsconfig.json');
  const { compilerOptions } = JSON.parse(shown.text) as { compilerOptions: object };
  const { options, errors } = ts.convertCompilerOptionsFromJson(compilerOptions, root);
  if (errors.length > 0) throw new Error(ts.formatDiagnostics(errors, ts.createCompilerHost({})));
  return {
    ...options,
    rootDir: root, // the sources of the package are part of the program here
    outDir: root,
    skipLibCheck: true,
    paths: {
      portico: [path.join(root, 'src/index.ts')],
      'portico/skills': [path.join(root, 'src/protocol/skills/index.ts')],
      'portico/testing': [path.join(root, 'src/testing/index.ts')],
      'portico/testing/jest': [path.join(root, 'src/testing/matchers/jest.ts')],
    },
  };
}

export class PageProgram {
  private readonly files: ReadonlyMap<string, PageFile>;
  private readonly program: ts.Program;

  constructor(files: readonly PageFile[]) {
    this.files = new Map(files.map((file) => [file.file, file]));
    const options = shownOptions();
    const disk = ts.createCompilerHost(options);
    const folders = new Set(files.flatMap(({ file }) => foldersAbove(file)));
    const host: ts.CompilerHost = {
      ...disk,
      getCurrentDirectory: () => root,
      fileExists: (file) => this.files.has(file) || disk.fileExists(file),
      readFile: (file) => this.files.get(file)?.text ?? disk.readFile(file),
      directoryExists: (folder) =>
        folders.has(folder) || (disk.directoryExists?.(folder) ?? ts.sys.directoryExists(folder)),
      getSourceFile: (file, languageOptions, ...rest) => {
        const text = this.files.get(file)?.text;
        return text === undefined
          ? disk.getSourceFile(file, languageOptions, ...rest)
          : ts.createSourceFile(file, text, languageOptions, true);
      },
    };
    this.program = ts.createProgram([...this.files.keys()], options, host);
  }

  /**
   * What the compiler has against the blocks, by page and line.
   *
   * @param ignored codes of diagnostics that do not count
   */
  problems(ignored: ReadonlySet<number> = new Set()): string[] {
    return [...this.files.values()].flatMap(({ file, block, added }) => {
      const source = this.program.getSourceFile(file)!;
      const found = [
        ...this.program.getSyntacticDiagnostics(source),
        ...this.program.getSemanticDiagnostics(source),
      ];
      const counting = found.filter(({ code }) => !ignored.has(code));
      return counting.map(({ messageText, start = 0 }) => {
        const line = block.line + source.getLineAndCharacterOfPosition(start).line - added;
        return `${block.page}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
      });
    });
  }

  /** The file as the compiler would write it. */
  compiled({ file }: PageFile): string {
    let written: string | undefined;
    this.program.emit(this.program.getSourceFile(file), (_name, text) => (written = text));
    if (written === undefined) throw new Error(`The compiler wrote nothing for ${file}`);
    return written;
  }
}

function foldersAbove(file: string): string[] {
  const folder = path.dirname(file);
  return folder === root ? [] : [folder, ...foldersAbove(folder)];
}
