import type { Class } from '../../common/class.js';
import { milliseconds, type Duration } from '../../common/duration.js';
import { UserError } from '../../common/user-error.js';
import type { Call } from '../call.js';
import type { Interceptor } from '../interceptor.js';
import type { QuestionWatch } from '../questions/question-watch.js';
import { callerKey, type CountedBy } from './caller-key.js';
import { countProblem, durationProblem, firstProblem } from './option-problems.js';
import { Places } from './places.js';

/** How many calls may run at once, and what becomes of the others. */
export interface ConcurrencyLimitOptions {
  /** How many calls run at once. */
  readonly max: number;
  /** Whose calls count together. Default: `all`. */
  readonly by?: CountedBy;
  /** How many more calls may wait for one to end. Default: 0, they are refused. */
  readonly queue?: number;
  /** How long a call waits before it is refused. Default: 10 seconds. */
  readonly wait?: Duration;
}

/**
 * Lets only so many calls run at once in this process, for what cannot bear more: a slow database, a paid service. On a
 * method it counts the calls of that method, on a class or module those of all that is in it. Who finds no place is
 * refused with `PORTICO_BUSY`, never forgotten. While a call waits for a person's answer its place is free for others.
 *
 * @example
 * ```ts
 * @UseInterceptors(concurrencyLimit({ max: 4, queue: 20, wait: '5s' }))
 * @Tool('Render a report')
 * render(input: RenderInput) { return this.printer.render(input); }
 * ```
 */
export function concurrencyLimit(options: ConcurrencyLimitOptions): Class<Interceptor> {
  return class ConcurrencyLimit implements Interceptor {
    static readonly watchesQuestions = true;
    static readonly problem = (): string | undefined =>
      firstProblem(
        countProblem('max', options.max),
        countProblem('queue', options.queue, 0),
        durationProblem('wait', options.wait),
      );

    private readonly places = new Map<string, Places>();

    async intercept(call: Call, next: () => Promise<unknown>): Promise<unknown> {
      const { max, by = 'all', queue = 0, wait = 10_000 } = options;
      const key = callerKey(by, call);
      let places = this.places.get(key);
      if (!places) this.places.set(key, (places = new Places(max, queue)));
      try {
        const isIn = places.take() || (await places.wait(milliseconds(wait), call.exchange.signal));
        if (!isIn) throw busy(max);
        return await inPlace(places, call, next);
      } finally {
        if (places.isEmpty) this.places.delete(key);
      }
    }
  };
}

/** Keeps the place while the call runs, but not while it waits for an answer. */
async function inPlace(places: Places, call: Call, next: () => Promise<unknown>): Promise<unknown> {
  const watch = call.exchange.peer as Partial<QuestionWatch>;
  const stopWatching = watch.whileAsking?.({
    leave: () => places.leave(),
    comeBack: () => places.retake(),
    giveUp: () => places.squeezeIn(),
  });
  try {
    return await next();
  } finally {
    stopWatching?.();
    places.leave();
  }
}

function busy(max: number): UserError {
  return new UserError(`Too many calls at once: at most ${max} run at a time. Try again a little later.`, {
    code: 'PORTICO_BUSY',
  });
}
