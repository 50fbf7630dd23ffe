import { setTimeout as pass } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestClient, type TestClient } from 'portico/testing';
import { LoadModule, LoadTools, type LoadReport } from '../state/load.fixture.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { needServer, postgresUrl } from '../support/services.js';
import { CutLine } from './cut-line.js';
import { OwnRedis } from './own-redis.js';

/** A store that can be taken away and given back. */
interface Faulty {
  readonly url: string;
  up(): Promise<void>;
  down(): Promise<void>;
  freeze(): void;
  thaw(): void;
  remove(): Promise<void>;
}

/** In ms. A process that is not given the processor answers nobody: so long as it stood still is not counted. */
const SECOND = 1_000;
const stillness = monitorEventLoopDelay({ resolution: 10 });
const second = () => SECOND + stillness.max / 1e6;

const faults: readonly [what: string, begin: (store: Faulty) => unknown, end: (store: Faulty) => unknown][] =
  [
    ['is down', (store) => store.down(), (store) => store.up()],
    ['is silent', (store) => store.freeze(), (store) => store.thaw()],
  ];

describe.each([
  ['Redis', () => OwnRedis.start() as Promise<Faulty>],
  [
    'PostgreSQL',
    () => needServer('PostgreSQL', postgresUrl, () => CutLine.to(postgresUrl) as Promise<Faulty>),
  ],
])('state in %s', (name, start) => {
  let store: Faulty;
  const log = new RecordedLog();
  let client: TestClient;
  beforeAll(async () => {
    store = await start();
    client = await createTestClient(LoadModule, {
      name: `faults ${Date.now()}`,
      log,
      state: { store: store.url, ttl: '10m' },
    });
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await store.remove();
  });
  const call = async <T>(tool: string, args = {}) =>
    (await client.callTool(tool, args)).structuredContent as T;
  /** How long the client waits for its answer, in ms. */
  const ping = async () => {
    const start = performance.now();
    const { code } = await call<{ code: string }>('ping');
    return { code, ms: performance.now() - start };
  };

  test.each(faults)(
    'that %s under load: typed errors within a second, nothing lost, nothing invented, and it comes back',
    async (what, begin, end) => {
      stillness.reset();
      stillness.enable();
      const load = call<LoadReport>('load', { name: what });
      await pass(1_000);
      await begin(store);
      await pass(500);
      // Long enough that every pause between two attempts to connect has become as long as it gets.
      const away = name === 'Redis' && what === 'is down' ? 20_000 : 1_500;
      const begun = Date.now();
      while (Date.now() - begun < away) {
        const answer = await ping();
        expect(answer).toEqual({ code: 'PORTICO_STATE_UNAVAILABLE', ms: expect.any(Number) });
        expect(answer.ms).toBeLessThan(second());
        await pass(300);
      }
      await end(store);
      await eventually(async () => expect((await ping()).code).toBe('stored'), 15_000);
      await pass(1_000);
      LoadTools.stop = true;
      const report = await load;
      expect(Object.keys(report.errors)).toEqual(['PORTICO_STATE_UNAVAILABLE']);
      expect(report.slowest).toBeLessThan(second());
      expect(report.lost).toEqual([]);
      expect(report.written.length).toBeGreaterThan(20);

      const { missing, count } = await call<{ missing: string[]; count: number }>('check', {
        name: what,
        keys: report.written.slice(-2_000),
      });
      expect(missing).toEqual([]);
      // What was confirmed was done; what was not may have been, once for each that got no answer.
      expect(count).toBeGreaterThanOrEqual(report.counted);
      expect(count).toBeLessThanOrEqual(report.counted + report.errors['PORTICO_STATE_UNAVAILABLE']!);
    },
    90_000,
  );

  test('results are computed while it is away, and the log says that they are not kept', async () => {
    await store.down();
    const start = performance.now();
    for (let a = 0; a < 5; a++) expect(await call('cached', { a })).toEqual({ square: a * a });
    expect(performance.now() - start).toBeLessThan(second());
    expect(log.lines.filter((line) => line.includes('Results are not kept for now'))).toHaveLength(1);
    await store.up();
    await eventually(async () => expect((await ping()).code).toBe('stored'), 15_000);
  }, 60_000);

  test('a silent store is not asked by everybody: a hundred calls are told within a second', async () => {
    store.freeze();
    const start = performance.now();
    const answers = await Promise.all(Array.from({ length: 100 }, ping));
    expect(performance.now() - start).toBeLessThan(second());
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['PORTICO_STATE_UNAVAILABLE']));
    store.thaw();
    await eventually(async () => expect((await ping()).code).toBe('stored'), 15_000);
  }, 60_000);
});
