import { randomUUID } from 'node:crypto';
import { systemClock, type Clock } from '../../common/clock.js';
import type { Exchange } from '../exchange.js';
import type { Effect, OnceOptions } from '../flow.js';

/** What must not happen or change when a handler is run again: effects, and values that are never the same twice. */
export class EffectService {
  constructor(private readonly clock: Clock = systemClock) {}

  once<T>(
    { flow }: Exchange,
    key: string,
    effect: (effect: Effect) => T | Promise<T>,
    options?: OnceOptions,
  ): Promise<T> {
    return flow.once(key, effect, options);
  }

  now({ flow }: Exchange): Date {
    return new Date(flow.note('now', () => this.clock.now()));
  }

  random({ flow }: Exchange): number {
    return flow.note('random', () => Math.random());
  }

  uuid({ flow }: Exchange): string {
    return flow.note('uuid', () => randomUUID());
  }
}
