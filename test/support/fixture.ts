/**
 * A module that is served on every line. It says which file it stands in, so that a child process can load the very
 * same class from the compiled copy of that file.
 *
 * @example
 * ```ts
 * @Module({ providers: [EchoTool] })
 * export class EchoModule {
 *   static readonly file = import.meta.url;
 * }
 * ```
 */
export interface Fixture {
  new (...args: never[]): object;
  readonly name: string;
  readonly file: string;
}

/** The folder of all tests; below it, in `dist`, are compiled copies of what is no test. */
export const testFolder = new URL('..', import.meta.url);

/** Where the compiled copy of a file of this folder is. */
export function compiled(file: string): URL {
  return new URL(file.replace(testFolder.href, `${testFolder.href}dist/`).replace(/\.ts$/, '.js'));
}
