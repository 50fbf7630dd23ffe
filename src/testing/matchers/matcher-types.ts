import type { ExpectedText } from './portico-matchers.js';

/** The matchers of `porticoMatchers`, as a test calls them. */
export interface PorticoMatchers<R> {
  /** The texts of a tool's result, one below the other, are this. */
  toHaveText(expected: ExpectedText): R;
  /** The structured content of a tool's result equals this. */
  toHaveStructured(expected: unknown): R;
  /** It is an error of a tool: with this code (`PORTICO_…`), or this text. */
  toBeToolError(expected?: ExpectedText): R;
}
