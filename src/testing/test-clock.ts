import type { Clock } from '../common/clock.js';
import { milliseconds, type Duration } from '../common/duration.js';

interface Alarm {
  readonly at: number;
  readonly call: () => void;
}

/**
 * A clock that stands still until it is told to go on. Given to `createTestClient`, state, handles, kept results and open
 * questions go by it, and `ctx.now()` tells its time. Jobs, sessions of HTTP and the tokens of callers do not; nothing global
 * is touched, so that a call still takes the time it takes.
 *
 * @example
 * ```ts
 * const clock = new TestClock();
 * const client = await createTestClient(AppModule, { clock });
 * clock.advance('25h'); // state has expired
 * ```
 */
export class TestClock implements Clock {
  private time: number;
  private readonly alarms = new Set<Alarm>();

  /** @param start the time it shows at first. Default: that of this machine */
  constructor(start: Date = new Date()) {
    this.time = start.getTime();
  }

  now(): number {
    return this.time;
  }

  after(ms: number, call: () => void): () => void {
    const alarm = { at: this.time + ms, call };
    this.alarms.add(alarm);
    return () => void this.alarms.delete(alarm);
  }

  /**
   * Lets time go by: what is due meanwhile happens, in its order.
   *
   * @param duration in ms, or such as `'90s'`
   * @throws PorticoError `PORTICO_DURATION`
   */
  advance(duration: Duration): void {
    const end = this.time + milliseconds(duration);
    for (;;) {
      const [next] = [...this.alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.alarms.delete(next);
      this.time = Math.max(this.time, next.at);
      next.call();
    }
    this.time = end;
  }
}
