import type { Class } from '../../common/class.js';
import { milliseconds, type Duration } from '../../common/duration.js';
import { SERVER_LOG, type ServerLog } from '../../common/server-log.js';
import { UserError } from '../../common/user-error.js';
import { Inject } from '../../metadata/inject.js';
import type { CallInfo } from '../call.js';
import type { Interceptor } from '../interceptor.js';
import { callerKey, type CountedBy } from './caller-key.js';
import { countProblem, durationProblem, firstProblem } from './option-problems.js';
import { openCounter, type CallCounter } from './call-counter.js';

/** How many calls a caller may make in which time. */
export interface RateLimitOptions {
  /** How many calls. */
  readonly calls: number;
  /** In which time, from the first call on; at least a second. */
  readonly per: Duration;
  /** Whose calls count together. Default: `principal`. */
  readonly by?: CountedBy;
  /**
   * Where calls are counted: `memory:` for this process, `redis://…` for all processes. While Redis does not answer, each
   * process counts for itself and the log says so. Default: `memory:`.
   */
  readonly store?: string;
  /** Names the limit in a shared store: limits of one name count together. Needed there, and there only. */
  readonly name?: string;
}

/**
 * Lets each caller make only so many calls in a time, as the protocol demands of tools and of completions. On a method
 * it counts the calls of that method, on a class or module those of all that is in it, among the options of the
 * application every request, lists included. Who has made too many is refused with `PORTICO_RATE_LIMIT` and told when to
 * try again. Needs the package `rate-limiter-flexible`.
 *
 * @example
 * ```ts
 * const app = await PorticoFactory.create(AppModule, {
 *   name: 'orders',
 *   version: '1.0.0',
 *   interceptors: [rateLimit({ calls: 600, per: '1m', store: 'redis://localhost:6379', name: 'orders' })],
 * });
 * ```
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#security-considerations
 */
export function rateLimit(options: RateLimitOptions): Class<Interceptor> {
  class RateLimit implements Interceptor {
    static readonly problem = (): string | undefined =>
      firstProblem(countProblem('calls', options.calls), durationProblem('per', options.per)) ??
      timeProblem(options) ??
      nameProblem(options);

    private counter!: CallCounter;

    constructor(@Inject(SERVER_LOG) private readonly log: ServerLog) {}

    async onModuleInit(): Promise<void> {
      this.counter = await openCounter(options, this.log);
    }

    onShutdown(): Promise<void> {
      return this.counter.close();
    }

    async intercept(call: CallInfo, next: () => Promise<unknown>): Promise<unknown> {
      const wait = await this.counter.count(callerKey(options.by ?? 'principal', call));
      if (wait === 0) return next();
      throw tooMany(options, wait);
    }
  }
  return RateLimit;
}

function tooMany({ calls, per }: RateLimitOptions, wait: number): UserError {
  return new UserError(
    `Too many calls: at most ${calls} within ${Math.ceil(milliseconds(per) / 1_000)} s. Try again in ${Math.ceil(wait / 1_000)} s.`,
    { code: 'PORTICO_RATE_LIMIT' },
  );
}

function timeProblem({ per }: RateLimitOptions): string | undefined {
  return milliseconds(per) < 1_000 ? `per is '${per}', and must be at least a second` : undefined;
}

function nameProblem({ store = 'memory:', name }: RateLimitOptions): string | undefined {
  if (store === 'memory:') return undefined;
  if (!/^rediss?:\/\//.test(store))
    return 'store is no place where calls can be counted: it must be memory: or redis://…';
  return name === undefined ? 'a limit in a shared store needs a name, which no other limit has' : undefined;
}
