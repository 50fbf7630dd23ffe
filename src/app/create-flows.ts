import { milliseconds } from '../common/duration.js';
import type { ServerLog } from '../common/server-log.js';
import { FlowRunner } from '../interaction/flow-runner.js';
import type { FlowStore } from '../interaction/flow-store.js';
import { KeyRing } from '../interaction/key-ring.js';
import { MemoryFlowStore } from '../interaction/memory-flow-store.js';
import { StateSeal } from '../interaction/sealed-state.js';
import type { InteractionOptions } from './options.js';

/** What keeps flows alive between requests. */
export interface Flows {
  readonly runner: FlowRunner;
  readonly store: FlowStore;
  readonly ttl: number;
}

/** @param revision changes when the components do */
export function createFlows(
  options: InteractionOptions = {},
  audience: string,
  revision: () => string,
  log: ServerLog,
): Flows {
  const ttl = milliseconds(options.ttl ?? '10m');
  const store = options.store ?? new MemoryFlowStore();
  const keys = options.keys ?? process.env['PORTICO_STATE_KEY']?.split(',').map((key) => key.trim()) ?? [];
  const settings = {
    ttl,
    maxParked: options.mode === 'replay' ? 0 : (options.maxParked ?? 1_000),
    maxStateSize: options.maxStateSize ?? 32 * 1024,
    singleUse: options.singleUse ?? false,
    audience,
    revision,
  };
  return { runner: new FlowRunner(settings, new StateSeal(new KeyRing(keys, log)), store, log), store, ttl };
}
