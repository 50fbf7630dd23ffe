import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Injectable, Module, rateLimit, Tool } from 'portico';
import { createTestClient } from 'portico/testing';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { redisUrl } from '../support/services.js';
import { OwnRedis } from './own-redis.js';

@Injectable()
class Tools {
  @Tool('Ring')
  ring(): string {
    return 'ring';
  }
}

@Module({ providers: [Tools] })
class AppModule {}

let own: OwnRedis;
beforeAll(async () => {
  own = await OwnRedis.start();
}, 30_000);
afterAll(() => own.remove());

test('processes that share a store count together, by the name of the limit', async () => {
  const name = `test-${randomUUID()}`;
  const limit = () => rateLimit({ calls: 3, per: '1m', store: redisUrl, name, by: 'all' });
  const one = await createTestClient(AppModule, { interceptors: [limit()] });
  const other = await createTestClient(AppModule, { interceptors: [limit()] });
  const results = [];
  for (const client of [one, other, one, other, one])
    results.push((await client.callTool('ring')).isError ?? false);
  expect(results).toEqual([false, false, false, true, true]);
  await one.close();
  await other.close();
});

test.each(['stopped', 'frozen'])(
  'with Redis %s each process counts alone, and says so once',
  async (how) => {
    const log = new RecordedLog();
    const limit = rateLimit({ calls: 2, per: '1m', store: own.url, name: how, by: ({ method }) => method });
    const client = await createTestClient(AppModule, { log, interceptors: [limit] });
    expect((await client.callTool('ring')).isError).toBeFalsy();
    if (how === 'stopped') await own.down();
    else own.freeze();
    const results = [];
    for (let i = 0; i < 4; i++) results.push((await client.callTool('ring')).isError ?? false);
    expect(results).toEqual([false, false, true, true]);
    expect(log.lines.filter((line) => line.includes('kept by each process alone'))).toHaveLength(1);
    if (how === 'stopped') await own.up();
    else own.thaw();
    await eventually(async () => expect((await client.callTool('ring')).isError ?? false).toBe(true), 15_000);
    await client.close();
  },
  60_000,
);
