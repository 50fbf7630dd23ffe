import { milliseconds } from '../common/duration.js';
import type { ServerLog } from '../common/server-log.js';
import { FlowRunner } from '../interaction/flow-runner.js';
import type { FlowStore } from '../interaction/flow-store.js';
import { KeyRing } from '../interaction/key-ring.js';
import { openFlowStore } from '../interaction/stores/open-flow-store.js';
import { StateSeal } from '../interaction/sealed-state.js';
import type { InteractionOptions } from './options.js';

/** What keeps flows alive between requests. */
export interface Flows {
  readonly runner: FlowRunner;
  readonly store: FlowStore;
  readonly ttl: number;
}

/**
 * The keys of what travels through the client, from the options, then from the environment.
 *
 * @throws PorticoError `PORTICO_WEAK_KEY`
 */
export function flowKeys({ keys }: InteractionOptions, log: ServerLog): KeyRing {
  const configured = process.env['PORTICO_STATE_KEY']?.split(',').map((key) => key.trim());
  return new KeyRing(keys ?? configured ?? [], log);
}

/** @param revision changes when the components do */
export async function createFlows(
  options: InteractionOptions = {},
  audience: string,
  revision: () => string,
  log: ServerLog,
): Promise<Flows> {
  const ttl = milliseconds(options.ttl ?? '10m');
  const given = options.store ?? process.env['PORTICO_FLOW_STORE'] ?? 'memory:';
  const seal = new StateSeal(flowKeys(options, log));
  const settings = {
    ttl,
    maxParked: options.mode === 'replay' ? 0 : (options.maxParked ?? 1_000),
    maxStateSize: options.maxStateSize ?? 32 * 1024,
    singleUse: options.singleUse ?? false,
    audience,
    revision,
  };
  const store = typeof given === 'string' ? await openFlowStore(given, log) : given;
  return { runner: new FlowRunner(settings, seal, store, log), store, ttl };
}
