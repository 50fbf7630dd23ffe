import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { randomUUID } from 'node:crypto';
import { silentLog } from 'portico';
import { PostgresAdapter } from '../../src/context/state/stores/postgres-adapter.js';
import { RedisAdapter } from '../../src/context/state/stores/redis-adapter.js';
import { connectPostgres } from '../../src/storage/postgres.js';
import { connectRedis } from '../../src/storage/redis.js';
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

test('PostgreSQL is freed of what has expired, and of nothing else', async () => {
  const pool = await connectPostgres(postgresUrl, silentLog);
  const store = await PostgresAdapter.open(pool, silentLog);
  const owner = `test/${randomUUID()}/`;
  await Promise.all(
    Array.from({ length: 200 }, (_, i) => store.set(`${owner}${i}`, 'x', i % 2 ? 1 : 60_000)),
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  await (store as unknown as { sweep(): Promise<void> }).sweep();
  const { rows } = await pool.query('SELECT 1 FROM portico_state WHERE key LIKE $1', [`${owner}%`]);
  expect(rows).toHaveLength(100);
  await store.clearOwner(owner);
  await store.disconnect();
});

test('Redis keeps no names of what has expired or was deleted', async () => {
  const client = await connectRedis(redisUrl, silentLog);
  const store = new RedisAdapter(client);
  const owner = `test/${randomUUID()}/`;
  const index = `portico:state:{${owner.slice(0, -1)}}`;
  await Promise.all(Array.from({ length: 50 }, (_, i) => store.set(`${owner}${i}`, 'x', 1)));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await store.set(`${owner}kept`, 'x', 60_000);
  await store.set(`${owner}deleted`, 'x', 60_000);
  await store.delete(`${owner}deleted`);
  expect(await client.zRange(index, 0, -1)).toEqual(['kept']);
  expect(await client.pTTL(index)).toBeGreaterThan(50_000);
  await store.clearOwner(owner);
  expect(await client.exists([index, `${index}/kept`])).toBe(0);
  await store.disconnect();
});

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
    expect(performance.now() - start).toBeLessThan(1_000);
    await redis.up();
    await eventually(() => store.set('test/app/a', 'after', 60_000), 10_000);
    expect(await store.get('test/app/a')).toBe('after');
    await adapter.disconnect(true);
  }, 30_000);
});
