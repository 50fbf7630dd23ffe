import type { Build } from '../../container/resolution-plan.js';
import type { CompletionSource } from '../../metadata/complete.js';
import type { Call } from '../call.js';

/** Suggests values for one argument. */
export interface Completer {
  suggest(call: Call, value: string, given: Readonly<Record<string, string>>): Promise<readonly string[]>;
}

type Suggest = (value: string, given: Readonly<Record<string, string>>, context: unknown) => unknown;

/** Makes a completer of what `@Complete` recorded; a method is called on an instance built for the call. */
export function createCompleter(source: CompletionSource, build: Build): Completer {
  if (typeof source === 'string')
    return {
      suggest: async ({ scope, context }, value, given) => {
        const instance = build(scope) as Record<string, Suggest>;
        return (await instance[source]!(value, given, context)) as readonly string[];
      },
    };
  if (typeof source === 'function')
    return { suggest: async ({ context }, value, given) => source(value, given, context) };
  return { suggest: (_call, value) => Promise.resolve(choose(source, value)) };
}

/** The candidates that fit what was typed: those that begin with it first, then those that contain it. */
function choose(candidates: readonly string[], value: string): string[] {
  const typed = value.toLowerCase();
  const begins = candidates.filter((candidate) => candidate.toLowerCase().startsWith(typed));
  const contains = candidates.filter(
    (candidate) => !candidate.toLowerCase().startsWith(typed) && candidate.toLowerCase().includes(typed),
  );
  return [...begins, ...contains];
}
