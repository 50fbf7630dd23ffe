import type { Exchange } from '../exchange.js';
import type { StateScope } from './state-options.js';

/**
 * Values of one request, by reference. They go by its flow, which everything that handles the request has in common:
 * guards, the handler, services, and tools it calls.
 */
export class RequestValues {
  private readonly values = new WeakMap<object, Map<string, unknown>>();

  set({ flow }: Exchange, scope: StateScope, key: string, value: unknown): void {
    let values = this.values.get(flow.origin);
    if (!values) this.values.set(flow.origin, (values = new Map<string, unknown>()));
    values.set(place(scope, key), value);
  }

  has({ flow }: Exchange, scope: StateScope, key: string): boolean {
    return this.values.get(flow.origin)?.has(place(scope, key)) ?? false;
  }

  get({ flow }: Exchange, scope: StateScope, key: string): unknown {
    return this.values.get(flow.origin)?.get(place(scope, key));
  }

  /** @returns whether there was something */
  delete({ flow }: Exchange, scope: StateScope, key: string): boolean {
    return this.values.get(flow.origin)?.delete(place(scope, key)) ?? false;
  }

  clear({ flow }: Exchange, scope: StateScope): void {
    const values = this.values.get(flow.origin);
    for (const at of values?.keys() ?? []) if (at.startsWith(place(scope, ''))) values!.delete(at);
  }
}

function place(scope: StateScope, key: string): string {
  return `${typeof scope === 'object' ? `handle:${scope.handle}` : scope}\0${key}`;
}
