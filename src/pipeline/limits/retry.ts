import { setTimeout as sleep } from 'node:timers/promises';
import type { Class } from '../../common/class.js';
import { milliseconds, type Duration } from '../../common/duration.js';
import { isPorticoError } from '../../common/portico-error.js';
import type { Call, ComponentInfo } from '../call.js';
import type { QuestionWatch } from '../questions/question-watch.js';
import type { Interceptor } from '../interceptor.js';
import type { CheckedStep } from '../step-check.js';
import { countProblem, durationProblem, firstProblem } from './option-problems.js';

/** How failed calls are repeated. */
export interface RetryOptions {
  /** How often a call is tried in all. Default: 3. */
  readonly attempts?: number;
  /** How long to wait before the second attempt; twice as long before each further one. Default: 100 ms. */
  readonly delay?: Duration;
  /** Which errors are worth another attempt. Default: all but Portico's own, which tell of a decision or a mistake. */
  readonly when?: (error: unknown) => boolean;
}

/**
 * Repeats calls that failed, where a repetition does no harm: reads, and tools that say so by `readOnlyHint` or
 * `idempotentHint`. Other tools are left alone; on the method of such a tool it is a mistake, told at the start. A call
 * that has asked its client something is not repeated, and none after its signal was aborted.
 *
 * @example
 * ```ts
 * @UseInterceptors(retry({ attempts: 4, delay: '50ms' }))
 * @Tool({ description: 'Exchange rate of the day', annotations: { readOnlyHint: true } })
 * rate(input: RateInput) { return this.bank.rate(input.currency); }
 * ```
 */
export function retry(options: RetryOptions = {}): Class<Interceptor> {
  return class Retry implements Interceptor {
    static readonly watchesQuestions = true;
    static readonly problem = (): string | undefined =>
      firstProblem(countProblem('attempts', options.attempts), durationProblem('delay', options.delay));
    static readonly problemOn: CheckedStep['problemOn'] = (component) =>
      isRepeatable(component)
        ? undefined
        : 'retry would repeat a tool that may do something twice: it has neither readOnlyHint nor idempotentHint among its annotations';

    async intercept(call: Call, next: () => Promise<unknown>): Promise<unknown> {
      if (call.component && !isRepeatable(call.component)) return next();
      const { attempts = 3, when = isWorthIt } = options;
      let delay = milliseconds(options.delay ?? 100);
      for (let left = attempts - 1; ; left--) {
        try {
          return await next();
        } catch (error) {
          const { signal, peer } = call.exchange;
          const isOver = signal.aborted || (peer as Partial<QuestionWatch>).hasAsked === true;
          if (left <= 0 || isOver || isPorticoError(error, 'PORTICO_SUSPENDED') || !when(error)) throw error;
          await sleep(delay, undefined, { signal }).catch(() => {
            throw error; // of the two, what went wrong says more than that nobody waits any more
          });
          delay *= 2;
        }
      }
    }
  };
}

function isRepeatable({ kind, entry }: Pick<ComponentInfo, 'kind' | 'entry'>): boolean {
  if (kind !== 'tool') return true;
  const { annotations = {} } = entry as { readonly annotations?: Readonly<Record<string, unknown>> };
  return annotations['readOnlyHint'] === true || annotations['idempotentHint'] === true;
}

function isWorthIt(error: unknown): boolean {
  return !isPorticoError(error);
}
