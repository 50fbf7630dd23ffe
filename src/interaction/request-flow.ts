import { unguessableId } from '../common/ids.js';
import type { Effect, Flow } from '../context/flow.js';
import { idempotencyKeyOf, keepable } from './effects.js';

/** The flow of a request whose questions are answered while it runs: it is never run again, so nothing is kept after it. */
export class RequestFlow implements Flow {
  readonly isResumed = false;
  private effects: Map<string, Promise<unknown>> | undefined;

  constructor(private given?: string) {}

  /** Made when it is asked for. */
  get id(): string {
    return (this.given ??= unguessableId());
  }

  get origin(): Flow {
    return this;
  }

  once<T>(key: string, effect: (effect: Effect) => T | Promise<T>): Promise<T> {
    const effects = (this.effects ??= new Map<string, Promise<unknown>>());
    let running = effects.get(key) as Promise<T> | undefined;
    if (!running) {
      running = this.run(key, effect);
      effects.set(key, running);
      running.catch(() => effects.delete(key)); // a failed effect may be tried again
    }
    return running;
  }

  note<T>(_kind: string, make: () => T): T {
    return make();
  }

  remember<T>(_kind: () => string, make: () => Promise<T>): Promise<T> {
    return make();
  }

  /** A question was sent when it was asked, and nothing ever stops a handler here. */
  handled(): void {}

  private async run<T>(key: string, effect: (effect: Effect) => T | Promise<T>): Promise<T> {
    return keepable(key, await effect({ idempotencyKey: idempotencyKeyOf(this.id, key) }));
  }
}
