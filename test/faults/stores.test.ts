import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { PorticoFactory, type PorticoApp } from 'portico';
import { RawClient } from '../interaction/raw-client.js';
import { OwnRedis } from '../services/own-redis.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { DiskModule } from './disk.fixture.js';
import { expectNothingUnheard } from './support/sound.js';

expectNothingUnheard();

describe('a store that is down, or slow', () => {
  let redis: OwnRedis;
  let app: PorticoApp;
  let client: RawClient;
  const log = new RecordedLog();
  beforeAll(async () => {
    redis = await OwnRedis.start();
    app = await PorticoFactory.create(DiskModule, {
      name: 'faults',
      version: '1.0.0',
      log,
      state: { store: redis.url },
      interaction: { keys: ['k'.repeat(40)], store: redis.url },
      jobs: { url: 'memory:' },
    });
    client = new RawClient(app);
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await app.close();
    await redis.remove();
  });

  const keep = (size: number) => client.call('keep', { key: 'k', size });
  const works = () =>
    eventually(async () => expect((await keep(3)).result?.content?.[0]?.text).toBe('kept 3'), 30_000);

  test.each(['stopped', 'frozen'] as const)(
    '%s: calls end with an error in time, and work again after',
    async (how) => {
      await works();
      if (how === 'stopped') await redis.down();
      else redis.freeze();
      const begun = Date.now();
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => keep(i)));
      expect(answers.every(({ result, error }) => error !== undefined || result?.isError === true)).toBe(
        true,
      );
      expect(Date.now() - begun).toBeLessThan(20_000);
      expect(JSON.stringify(answers)).not.toMatch(/redis|ECONN|127\.0\.0\.1/i);
      expect((await app.readiness()).isReady).toBe(false);
      if (how === 'stopped') await redis.up();
      else redis.thaw();
      await works();
      await eventually(async () => expect((await app.readiness()).isReady).toBe(true), 20_000);
    },
  );
});

describe('a clock that jumps', () => {
  const real = Date.now;
  afterEach(() => void (Date.now = real));

  async function withQuestion(
    work: (client: RawClient, ask: () => Promise<string>) => Promise<void>,
  ): Promise<void> {
    const app = await PorticoFactory.create(DiskModule, {
      name: 'faults',
      version: '1.0.0',
      log: new RecordedLog(),
      interaction: { keys: ['k'.repeat(40)], ttl: '10m', mode: 'replay' },
      jobs: { url: 'memory:' },
    });
    const client = new RawClient(app);
    await work(client, async () => (await client.call('checkout', {})).result!.requestState);
    await client.close();
    await app.close();
  }
  const jump = (ms: number): void => void (Date.now = () => real() + ms);
  const inputResponses = { sure: { action: 'accept', content: {} } };

  test('forward: what has expired by it is refused as expired, and new calls are served', async () => {
    await withQuestion(async (client, ask) => {
      const requestState = await ask();
      jump(3_600_000);
      expect((await client.call('checkout', {}, { requestState, inputResponses })).error).toMatchObject({
        message: 'Invalid or expired requestState',
      });
      expect((await client.call('keep', { key: 'k', size: 1 })).result?.content?.[0]?.text).toBe('kept 1');
      expect(await ask()).toEqual(expect.any(String));
    });
  });

  test('back: what is open stays open, and state that was written is read', async () => {
    await withQuestion(async (client, ask) => {
      await client.call('keep', { key: 'k', size: 5 });
      const requestState = await ask();
      jump(-3_600_000);
      const answer = await client.call('checkout', {}, { requestState, inputResponses });
      expect(answer.error).toBeUndefined();
      expect((await client.call('read', { key: 'k' })).result?.content?.[0]?.text).toBe('5');
    });
  });
});
