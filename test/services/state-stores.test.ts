import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { silentLog } from 'portico';
import { openStateStore } from '../../src/context/state/stores/open-state-store.js';
import { describeStateStore } from '../state/store-contract.js';
import { eventually } from '../support/eventually.js';
import { needServer, postgresUrl, redisUrl } from '../support/services.js';
import { OwnRedis } from './own-redis.js';

describeStateStore('Redis', () =>
  needServer('Redis', redisUrl, () => openStateStore(redisUrl, 0, silentLog)),
);
describeStateStore('PostgreSQL', () =>
  needServer('PostgreSQL', postgresUrl, () => openStateStore(postgresUrl, 0, silentLog)),
);

describe('a Keyv of the application over @keyv/redis, with its own defaults', () => {
  const keyv = new Keyv(new KeyvRedis(redisUrl), { namespace: 'portico-test' });
  const opened = openStateStore(keyv, 0, silentLog);
  describeStateStore('@keyv/redis', () => needServer('Redis', redisUrl, () => opened));
  afterAll(() => keyv.disconnect());
});

describe('a Keyv whose Redis goes away', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await OwnRedis.start();
  }, 30_000);
  afterAll(() => redis.remove());

  test('is told within a second: never "not found", never "stored"', async () => {
    const adapter = new KeyvRedis(redis.url);
    const keyv = new Keyv(adapter);
    const store = await openStateStore(keyv, 0, silentLog);
    await store.set('test/app/a', 'x', 60_000);
    await redis.down();
    const start = performance.now();
    const calls = [
      store.get('test/app/a'),
      store.has('test/app/a'),
      store.set('test/app/a', 'y', 60_000),
      store.replace('test/app/a', 'x', 'z', 60_000),
      store.delete('test/app/a'),
    ];
    const reason = expect.objectContaining({ code: 'PORTICO_STATE_UNAVAILABLE' });
    expect(await Promise.allSettled(calls)).toEqual(calls.map(() => ({ status: 'rejected', reason })));
    expect(performance.now() - start).toBeLessThan(1_400);
    await redis.up();
    await eventually(() => store.set('test/app/a', 'after', 60_000), 10_000);
    expect(await store.get('test/app/a')).toBe('after');
    await adapter.disconnect(true);
  }, 30_000);
});
