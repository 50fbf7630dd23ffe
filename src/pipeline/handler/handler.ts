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

  /** @returns what the handler returns, a promise or a value; what it throws is thrown */
  invoke(call: Call): unknown {
    const instance = this.build(call.scope) as Record<string, Method>;
    const { sources } = this;
    if (this.awaitArguments) return this.invokeLater(instance, call);
    if (sources.length === 1) return instance[this.method]!(sources[0]!(call));
    return instance[this.method]!(...sources.map((source) => source(call)));
  }

  /** Each in a promise of its own: one that throws at once leaves none behind that nobody listens to. */
  private async invokeLater(instance: Record<string, Method>, call: Call): Promise<unknown> {
    const args = await Promise.all(this.sources.map(async (source) => source(call)));
    return instance[this.method]!(...args);
  }
}
