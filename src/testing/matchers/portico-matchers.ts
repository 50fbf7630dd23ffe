import type { ToolOutcome } from '../../common/content/content.js';
import { PorticoError } from '../../common/portico-error.js';
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
    const text = textOf(outcomeOf(this, 'toHaveText', received));
    return verdict(this, 'toHaveText', matches(this, text, expected), expected, text);
  },

  /** The structured content of a result equals this. */
  toHaveStructured(this: MatcherContext, received: unknown, expected: unknown): MatcherResult {
    const { structuredContent: value } = outcomeOf(this, 'toHaveStructured', received);
    return verdict(this, 'toHaveStructured', this.equals(value, expected), expected, value);
  },

  /**
   * A result, or what `client.call` rejects with, is an error; with this code in the server (`PORTICO_…`), or with this text
   * for the client.
   */
  toBeToolError(this: MatcherContext, received: unknown, expected?: ExpectedText): MatcherResult {
    const outcome =
      received instanceof ToolCallError ? received.outcome : outcomeOf(this, 'toBeToolError', received);
    const isError = outcome.isError === true;
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

/** What is no result has no text and no error: every `not` would hold for it, and so would a test without its `await`. */
function outcomeOf({ utils }: MatcherContext, matcher: string, received: unknown): ToolOutcome {
  if (isOutcome(received)) return received;
  throw new PorticoError(
    'PORTICO_TEST_CLIENT',
    received instanceof Promise
      ? `${matcher}: received a promise. Await the call first.`
      : `${matcher}: what was received is no result of a tool. Give it what client.callTool resolves with.\nreceived ${utils.stringify(received)}`,
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
