import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { createClient } from '@redis/client';
import { randomUUID } from 'node:crypto';
import { setTimeout as pass } from 'node:timers/promises';
import { eventStoreOf, type OpenedEventStore } from '../../src/transport/http/events/open-event-store.js';
import type { EventLimits } from '../../src/transport/http/index.js';
import { RawSession, callRequest } from '../transport/support/raw-session.js';
import { closeAll, serve } from '../transport/support/serve.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { redisUrl } from '../support/services.js';
import { OwnRedis } from './own-redis.js';

const opened: OpenedEventStore[] = [];
afterEach(closeAll);
afterAll(async () => void (await Promise.all(opened.map(async (one) => one.close()))));

function open(limits: EventLimits = {}, url = redisUrl, log = new RecordedLog(), application = 'orders') {
  const one = eventStoreOf(url, limits)(application, log);
  opened.push(one);
  return one.store;
}

async function replayed(store: ReturnType<typeof open>, session: string, id: string): Promise<string[]> {
  const found: string[] = [];
  await store.replayAfter(session, id, (_id, data) => found.push(data));
  return found;
}

describe('events in Redis', () => {
  test('are found by another process, by session and stream', async () => {
    const [near, far] = [open(), open()];
    const [s, t] = [randomUUID(), randomUUID()];
    const ids: string[] = [];
    for (const session of [s, t])
      for (const stream of ['x', 'y'])
        for (const n of [0, 1]) ids.push(await near.append(session, stream, `${stream}${n}`));
    // Of one session: the same stream of two sessions, which there is only here, may have them from the same moment.
    expect([new Set(ids.slice(0, 4)).size, new Set(ids.slice(4)).size]).toEqual([4, 4]);
    expect(await replayed(far, s, ids[0]!)).toEqual(['x1']);
    expect(await replayed(far, s, ids[1]!)).toEqual([]);
    expect(await far.streamOf(s, ids[2]!)).toBe('y');
    expect(await far.streamOf(t, ids[2]!)).toBeUndefined();
    expect(await far.streamOf(s, ids[2]!.replace('y', 'x'))).toBeUndefined();
    expect(await far.streamOf(s, 'made-up')).toBeUndefined();
    await far.forget(s);
    expect([await near.streamOf(s, ids[0]!), await near.streamOf(t, ids[4]!)]).toEqual([undefined, 'x']);
    await far.forget(t);
  });

  test('of one application are none of another in the same Redis', async () => {
    const [orders, shop] = [open(), open({}, redisUrl, new RecordedLog(), 'shop')];
    const session = randomUUID();
    const first = await orders.append(session, 'x', 'of orders');
    await shop.append(session, 'x', 'of the shop');
    await orders.append(session, 'x', 'of orders too');
    expect(await replayed(orders, session, first)).toEqual(['of orders too']);
    expect(await shop.streamOf(session, first)).toBeUndefined();
    await shop.forget(session);
    expect(await orders.streamOf(session, first)).toBe('x');
    await orders.forget(session);
  });

  test('are bounded in number and bytes; what is oldest goes first', async () => {
    const few = open({ maxEvents: 2 });
    const session = randomUUID();
    const ids = [];
    for (const data of ['a', 'b', 'c']) ids.push(await few.append(session, 'x', data));
    expect([await few.streamOf(session, ids[0]!), await few.streamOf(session, ids[1]!)]).toEqual([
      undefined,
      'x',
    ]);
    const small = open({ maxBytes: 2_000 });
    const other = randomUUID();
    const [first, second] = [
      await small.append(other, 'x', 'x'.repeat(1_000)),
      await small.append(other, 'x', 'y'.repeat(1_000)),
    ];
    expect([await small.streamOf(other, first), await small.streamOf(other, second)]).toEqual([
      undefined,
      'x',
    ]);
    await Promise.all([few.forget(session), small.forget(other)]);
  });

  test('expire by themselves, also where nothing new comes, and their keys say nothing of the session', async () => {
    const store = open({ maxAge: 300 });
    const session = randomUUID();
    const redis = await createClient({ url: redisUrl }).connect();
    try {
      const before = new Set(await redis.keys('portico:events:*'));
      const id = await store.append(session, 'x', 'a');
      const own = (await redis.keys('portico:events:*')).filter((key) => !before.has(key));
      expect(own.length).toBeGreaterThanOrEqual(2);
      expect(own.join()).not.toContain(session);
      expect(await store.streamOf(session, id)).toBe('x');
      await eventually(async () => expect(await store.streamOf(session, id)).toBeUndefined());
      await eventually(async () => {
        for (const key of own) expect(await redis.exists(key)).toBe(0);
      });
    } finally {
      redis.destroy();
    }
  });

  test('a client fetches over HTTP what it missed', async () => {
    const served = await serve({ resumability: { retry: 20, store: redisUrl } });
    const session = await RawSession.open(served.url);
    const response = await session.postOpen(callRequest('wait', { gate: 'lost', before: 3 }, 1));
    await eventually(() => expect(response.messages).toHaveLength(3));
    response.hangUp();
    const resumed = await session.listen({ 'last-event-id': response.events[1]!.id });
    served.gate('lost').release();
    await resumed.ended;
    expect(resumed.messages.map(({ id, params }) => id ?? params?.['progress'])).toEqual([2, 3, 1]);
    await session.end();
  });
});

test('while Redis is away messages arrive without an id and without long waits; then they are kept again', async () => {
  const redis = await OwnRedis.start();
  try {
    const served = await serve({ resumability: { retry: 20, store: redis.url } });
    const session = await RawSession.open(served.url);
    const idsOf = async () => {
      const start = performance.now();
      const { events } = await session.call('progress', { count: 2 });
      expect(performance.now() - start).toBeLessThan(2_500);
      return events.map(({ id }) => id !== undefined);
    };
    expect(await idsOf()).toEqual([true, true, true, true]);
    await redis.down();
    await pass(200);
    expect(await idsOf()).toEqual([false, false, false, false]);
    await redis.up();
    await eventually(async () => expect(await idsOf()).toEqual([true, true, true, true]), 10_000);
    redis.freeze();
    expect(await idsOf()).toEqual([false, false, false, false]);
    redis.thaw();
    await eventually(async () => expect(await idsOf()).toEqual([true, true, true, true]), 10_000);
    expect(served.log.text).toMatch(/Redis is not reachable/);
  } finally {
    await closeAll();
    await redis.remove();
  }
}, 60_000);
