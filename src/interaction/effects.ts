import { setTimeout as sleep } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { jsonObstacle } from '../common/json-value.js';
import { PorticoError } from '../common/portico-error.js';
import type { Effect } from '../context/flow.js';
import type { FlowStore } from './flow-store.js';

/** How long to wait for one who claimed an effect and is running it elsewhere. */
const PATIENCE = 30_000;
const POLL = 50;

/**
 * Runs an effect unless it was run before in the same flow, here or elsewhere. It is claimed before it runs and its
 * result is kept: a crash in between leaves it claimed, and it is not repeated.
 *
 * @throws PorticoError `PORTICO_ONCE_UNCERTAIN` when it was claimed and its result never came
 */
export async function runOnce<T>(
  store: FlowStore,
  flow: string,
  key: string,
  ttl: number,
  effect: (effect: Effect) => T | Promise<T>,
): Promise<T> {
  const idempotencyKey = idempotencyKeyOf(flow, key);
  const id = `once:${idempotencyKey}`;
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const claim = await store.claim(id, ttl);
    if (claim.state === 'done') return (JSON.parse(claim.result) as { value: T }).value;
    if (claim.state === 'granted') return run(store, id, key, ttl, () => effect({ idempotencyKey }));
    if (Date.now() > deadline)
      throw new PorticoError(
        'PORTICO_ONCE_UNCERTAIN',
        `ctx.once('${key}') was begun before and never reported its end, so it may have been done and is not repeated. Look it up in the outside system under its idempotency key.`,
      );
    await sleep(POLL);
  }
}

/** By this key outside systems recognise a repetition of the same effect of the same flow. */
export function idempotencyKeyOf(flow: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([flow, key]))
    .digest('base64url');
}

/**
 * The result of an effect, if it can be kept: in every era the same may be returned.
 *
 * @throws PorticoError `PORTICO_ONCE_VALUE`
 */
export function keepable<T>(key: string, value: T): T {
  const obstacle = value === undefined ? undefined : jsonObstacle(value);
  if (!obstacle) return value;
  throw new PorticoError(
    'PORTICO_ONCE_VALUE',
    `ctx.once('${key}') was done, but its result cannot be kept: ${obstacle.path || 'the value'} is ${obstacle.what}. Return plain JSON data from it.`,
  );
}

async function run<T>(
  store: FlowStore,
  id: string,
  key: string,
  ttl: number,
  effect: () => T | Promise<T>,
): Promise<T> {
  let value: T;
  try {
    value = await effect();
  } catch (error) {
    await store.release(id);
    throw error;
  }
  const isKeepable = value === undefined || jsonObstacle(value) === undefined;
  await store.settle(id, JSON.stringify(isKeepable ? { value } : {}), ttl);
  return keepable(key, value);
}
