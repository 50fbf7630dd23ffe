import { setTimeout as sleep } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { jsonObstacle } from '../common/json-value.js';
import { PorticoError } from '../common/portico-error.js';
import type { Effect, OnceOptions } from '../context/flow.js';
import type { FlowStore } from './flow-store.js';

/** How long to wait for one who claimed an effect and is running it elsewhere, in ms. */
const PATIENCE = 30_000;
/** Between two looks, in ms: at first, and at last. */
const POLL = 50;
const MAX_POLL = 250;
/** How long a claim of a repeatable effect outlives the last sign of life of who runs it, in ms. */
const LEASE = 10_000;

/**
 * Runs an effect unless it was run before in the same flow, here or elsewhere. It is claimed before it runs and its
 * result is kept: a crash in between leaves it claimed, and it is not repeated. The claim of a repeatable one has to be kept
 * by signs of life: after a crash it is free again soon.
 *
 * @throws PorticoError `PORTICO_ONCE_UNCERTAIN` when it was claimed and its result never came
 */
export async function runOnce<T>(
  store: FlowStore,
  flow: string,
  key: string,
  ttl: number,
  effect: (effect: Effect) => T | Promise<T>,
  { repeatable = false }: OnceOptions = {},
): Promise<T> {
  const idempotencyKey = idempotencyKeyOf(flow, key);
  const id = `once:${idempotencyKey}`;
  const deadline = Date.now() + PATIENCE;
  for (let pause = POLL; ; pause = Math.min(2 * pause, MAX_POLL)) {
    const claim = await store.claim(id, repeatable ? LEASE : ttl);
    if (claim.state === 'done') return valueIn<T>(claim.result);
    if (claim.state === 'granted') {
      const act = () => effect({ idempotencyKey });
      return run(store, id, key, ttl, repeatable ? () => kept(store, id, act) : act);
    }
    // Who runs a repeatable one and dies lets go of it: sooner or later its end comes, or our turn.
    if (!repeatable && Date.now() > deadline)
      throw new PorticoError(
        'PORTICO_ONCE_UNCERTAIN',
        `ctx.once('${key}') was begun before and never reported its end, so it may have been done and is not repeated. Look it up in the outside system under its idempotency key.`,
      );
    await sleep(pause);
  }
}

/** Shows the others that the effect is still run. */
async function kept<T>(store: FlowStore, id: string, act: () => T | Promise<T>): Promise<T> {
  const beat = setInterval(() => {
    // Where this fails another may run it too, which was allowed; what came of it is told by `settle`.
    store.prolong(id, LEASE).catch(() => undefined);
  }, LEASE / 4);
  try {
    return await act();
  } finally {
    clearInterval(beat);
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
  const result = JSON.stringify(isKeepable ? { value } : {});
  // A store of the application's own may be in JavaScript and say nothing: it has kept what it was given.
  const kept = ((await store.settle(id, result, ttl)) as string | undefined) ?? result;
  // A repeatable one that ran longer than its claim may have been done by somebody else meanwhile: all are given the same.
  return kept === result ? keepable(key, value) : valueIn<T>(kept);
}

function valueIn<T>(result: string): T {
  return (JSON.parse(result) as { value: T }).value;
}
