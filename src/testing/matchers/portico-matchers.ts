import type { ToolOutcome } from '../../common/content/content.js';
import { errorCodeIn } from '../calls/error-code.js';
import { textOf, ToolCallError } from '../calls/tool-call-error.js';

/** What `expect` gives a matcher, in Jest and in Vitest. */
export interface MatcherContext {
  equals(a: unknown, b: unknown): boolean;
  readonly utils: { stringify(value: unknown): string };
}

/** What a matcher says, in Jest and in Vitest. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** A text, in whole or as a pattern; or an asymmetric matcher such as `expect.stringContaining('…')`. */
export type ExpectedText = string | RegExp | { asymmetricMatch(other: unknown): boolean };

/**
 * Matchers for results of tools, for `expect` of Jest and of Vitest: `toHaveText`, `toHaveStructured`, `toBeToolError`. Their
 * types come with `portico/testing/jest` and `portico/testing/vitest`.
 *
 * @example
 * ```ts
 * expect.extend(porticoMatchers);
 * expect(await client.callTool('greet', { name: 'Ada' })).toHaveText('Hello Ada');
 * ```
 */
export const porticoMatchers = {
  /** The texts of a result, one below the other, are this. */
  toHaveText(this: MatcherContext, received: unknown, expected: ExpectedText): MatcherResult {
    const text = isOutcome(received) ? textOf(received) : undefined;
    const pass = text !== undefined && matches(this, text, expected);
    return verdict(this, 'toHaveText', pass, expected, text ?? received);
  },

  /** The structured content of a result equals this. */
  toHaveStructured(this: MatcherContext, received: unknown, expected: unknown): MatcherResult {
    const value = isOutcome(received) ? received.structuredContent : undefined;
    const pass = isOutcome(received) && this.equals(value, expected);
    return verdict(this, 'toHaveStructured', pass, expected, isOutcome(received) ? value : received);
  },

  /**
   * A result, or what `client.call` rejects with, is an error; with this code in the server (`PORTICO_…`), or with this text
   * for the client.
   */
  toBeToolError(this: MatcherContext, received: unknown, expected?: ExpectedText): MatcherResult {
    const outcome = received instanceof ToolCallError ? received.outcome : received;
    const isError = isOutcome(outcome) && outcome.isError === true;
    const isCode = typeof expected === 'string' && expected.startsWith('PORTICO_');
    const told = isError ? (isCode ? codeOf(outcome) : textOf(outcome)) : undefined;
    const pass = isError && (expected === undefined || matches(this, told, expected));
    return verdict(this, 'toBeToolError', pass, expected, told ?? outcome);
  },
};

function codeOf(outcome: ToolOutcome): string {
  return (
    errorCodeIn(outcome) ??
    `no code: it is known where createTestClient was given a module: ${textOf(outcome)}`
  );
}

function isOutcome(value: unknown): value is ToolOutcome {
  return typeof value === 'object' && value !== null && Array.isArray((value as ToolOutcome).content);
}

function matches(context: MatcherContext, text: unknown, expected: ExpectedText): boolean {
  if (expected instanceof RegExp) return typeof text === 'string' && expected.test(text);
  return context.equals(text, expected);
}

function verdict(
  { utils }: MatcherContext,
  matcher: string,
  pass: boolean,
  expected: unknown,
  received: unknown,
): MatcherResult {
  const wanted = expected === undefined ? 'a tool error' : utils.stringify(expected);
  return {
    pass,
    message: () =>
      `${matcher}: expected ${pass ? 'anything but ' : ''}${wanted}\nreceived ${utils.stringify(received)}`,
  };
}
