import { PorticoError } from '../../common/portico-error.js';
import { callerOf } from '../../context/results/caller.js';
import type { ResultCache } from '../../context/results/result-cache.js';
import { canonicalJson } from '../../interaction/question-digest.js';
import type { Call } from '../call.js';
import type { Component } from '../component.js';
import type { Core } from '../compose.js';
import type { QuestionWatch } from '../questions/question-watch.js';
import type { CachePlan } from './cache-plan.js';
import { NotKept, toResult, toText } from './result-text.js';

/** What must be known of a component to keep its results. */
type Kept = Pick<Component, 'where' | 'entry' | 'input'>;

/**
 * The core of a component whose results are kept.
 *
 * A call that asks the client is never kept and never waited for: whoever waits for it is let go at the first question,
 * and runs for itself. So does whoever waited for a call that failed.
 *
 * @param version of the application: another version may answer otherwise
 */
export function cachedCore(
  component: Kept,
  plan: CachePlan,
  results: ResultCache,
  version: string,
  core: Core,
): Core {
  const kind = [version, component.where, component.entry];
  return async (call) => {
    const caller = plan.isPublic ? 'everybody' : callerOf(call.exchange);
    if (caller === undefined || call.exchange.flow.isResumed) return core(call);
    const key = await keyOf(component, plan, call);
    if (key === undefined) return core(call);

    let own: Promise<unknown> | undefined;
    const compute = async (): Promise<string> => {
      const watch = call.exchange.peer as QuestionWatch;
      own = Promise.resolve(call).then(core);
      const result = await Promise.race([own, watch.asked]);
      if (watch.hasAsked) throw new NotKept();
      return toText(result);
    };
    try {
      const text = await results.wrap([kind, caller, key], compute, plan.ttl);
      return own ? await own : toResult(text);
    } catch {
      return own ?? core(call); // what came of the call itself stands, be it an error
    }
  };
}

/** `undefined` for arguments that are not valid: the core says why. */
async function keyOf(component: Kept, plan: CachePlan, call: Call): Promise<string | undefined> {
  const { uri } = call.exchange.params;
  if (!plan.key) return typeof uri === 'string' ? uri : canonicalJson(call.arguments);
  const parsed = component.input
    ? await component.input.parse(call.arguments)
    : { ok: true, value: call.arguments };
  if (!parsed.ok) return undefined;
  const key: unknown = plan.key((parsed as { value: unknown }).value as never);
  if (typeof key === 'string') return key;
  throw new PorticoError(
    'PORTICO_CACHEABLE',
    `${component.where}: the key of @Cacheable must be a text, not ${key === null ? 'null' : `a ${typeof key}`}. Return a text in which different calls differ.`,
  );
}
