import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { silentLog } from 'portico';
import type { FlowStore } from '../../src/interaction/flow-store.js';
import { openFlowStore } from '../../src/interaction/stores/open-flow-store.js';
import { openRedisStorage } from '../../src/jobs/redis/open-redis-storage.js';
import { eventually } from '../support/eventually.js';
import { needServer, postgresUrl } from '../support/services.js';
import { CutLine } from './cut-line.js';
import { OwnRedis } from './own-redis.js';

const MINUTE = 60_000;

describe.each([
  ['Redis', () => OwnRedis.start()],
  ['PostgreSQL', () => needServer('PostgreSQL', postgresUrl, () => CutLine.to(postgresUrl))],
])('flows in %s', (_name, start) => {
  let server: Awaited<ReturnType<typeof start>>;
  let store: FlowStore;
  beforeAll(async () => {
    server = await start();
    store = await openFlowStore(server.url, silentLog);
  }, MINUTE);
  afterAll(async () => {
    await store.close();
    await server.remove();
  });

  test.each([
    ['is down', async () => server.down(), async () => server.up()],
    ['is silent', async () => server.freeze(), async () => server.thaw()],
  ])(
    'that %s: told within a second, and it comes back',
    async (what, begin, end) => {
      const id = `fault ${what} ${Date.now()}`;
      expect(await store.claim(id, MINUTE)).toEqual({ state: 'granted' });
      await begin();
      const begun = performance.now();
      const asked = [
        store.claim(`${id} 2`, MINUTE),
        store.settle(id, '1', MINUTE),
        store.put(`${id} journal`, '[]', MINUTE),
        store.get(`${id} journal`),
        store.release(`${id} 2`),
      ];
      const reason = expect.objectContaining({ code: 'PORTICO_FLOW_UNAVAILABLE' });
      expect(await Promise.allSettled(asked)).toEqual(asked.map(() => ({ status: 'rejected', reason })));
      expect(performance.now() - begun).toBeLessThan(1_000);
      await end();
      await eventually(() => store.settle(id, '1', MINUTE), 15_000);
      expect(await store.claim(id, MINUTE)).toEqual({ state: 'done', result: '1' });
    },
    MINUTE,
  );
});

test(
  'background tasks and their effects wait for a silent Redis too, but not for ever',
  async () => {
    const server = await OwnRedis.start();
    const storage = await openRedisStorage(server.url, 'portico', silentLog);
    server.freeze();
    await Promise.all([
      expect(storage.flows.claim('charge', MINUTE)).rejects.toMatchObject({
        code: 'PORTICO_FLOW_UNAVAILABLE',
      }),
      expect(storage.tasks.read('task')).rejects.toThrow('The store took longer than 5000 ms'),
      expect(storage.tasks.overdue(Date.now(), 1)).rejects.toThrow('The store took longer than 5000 ms'),
    ]);
    server.thaw();
    await eventually(() => storage.flows.put('journal', '[]', MINUTE), 15_000);
    expect(await eventually(() => storage.tasks.latest(1), 15_000)).toEqual([]);
    await storage.close();
    await server.remove();
  },
  MINUTE,
);
