import type { Build } from '../../container/resolution-plan.js';
import type { Call } from '../call.js';
import type { ArgumentSource } from './argument-source.js';

type Method = (...args: unknown[]) => unknown;

/** How to run one method of one class: everything is decided at start-up, a call only follows the plan. */
export class Handler {
  constructor(
    private readonly build: Build,
    private readonly method: string,
    private readonly sources: readonly ArgumentSource[],
    /** A custom parameter decorator, or a pipe, may answer with a promise. */
    private readonly awaitArguments: boolean,
  ) {}

  async invoke(call: Call): Promise<unknown> {
    const instance = this.build(call.scope) as Record<string, Method>;
    const args = this.awaitArguments
      ? // Each in a promise of its own: one that throws at once leaves none behind that nobody listens to.
        await Promise.all(this.sources.map(async (source) => source(call)))
      : this.sources.map((source) => source(call));
    return instance[this.method]!(...args);
  }
}
