import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Injectable, Module, PorticoFactory, type FlowStore, type PorticoOptions } from 'portico';
import { RecordedLog } from '../support/recorded-log.js';

const log = new RecordedLog();
let ended: string[] = [];
beforeEach(() => {
  ended = [];
  log.lines.splice(0);
});
afterEach(() => void jest.restoreAllMocks());

@Injectable()
class Pool {
  onShutdown() {
    ended.push('Pool');
  }
}

@Module({ providers: [Pool] })
class AppModule {}

const storeThat = (close: () => Promise<void>): FlowStore => ({
  claim: async () => ({ state: 'granted' }),
  prolong: async () => {},
  settle: async (_id, result) => result,
  release: async () => {},
  put: async () => {},
  get: async () => undefined,
  close,
});

const create = (options: Partial<PorticoOptions> = {}) =>
  PorticoFactory.create(AppModule, {
    name: 'test',
    version: '1.0.0',
    log,
    jobs: { url: 'memory:' },
    ...options,
  });

const failing = (text: string) => async (): Promise<never> => {
  throw new Error(text);
};

describe('closing', () => {
  test('goes on after what fails, logs it, and resolves', async () => {
    const app = await create({ interaction: { store: storeThat(failing('store is gone')) } });
    Object.assign(app.connect(), { close: failing('line is gone') });
    const { closed } = await app.work({ signals: false });
    await app.close();
    await closed;
    expect(ended).toEqual(['Pool']);
    expect(log.text).toContain('line is gone');
    expect(log.text).toContain('store is gone');
  });

  test('does not wait for ever for what hangs', async () => {
    const store = storeThat(() => new Promise(() => {}));
    const app = await create({ shutdownTimeout: 30, interaction: { store } });
    await app.close();
    expect(ended).toEqual(['Pool']);
    expect(log.text).toContain('The store of flows could not be closed:');
  });

  test.each([
    [0, async () => {}],
    [1, failing('store is gone')],
  ])('on a signal leaves the process with %d', async (code, close) => {
    const exited = new Promise((resolve) => {
      jest.spyOn(process, 'exit').mockImplementation(((given: number) => resolve(given)) as never);
    });
    const app = await create({ interaction: { store: storeThat(close) } });
    await app.listen({ transport: 'http', port: 0 });
    process.emit('SIGTERM');
    expect(await exited).toBe(code);
    expect(ended).toEqual(['Pool']);
  });
});

describe('a start that fails', () => {
  test('when the singletons exist already ends them', async () => {
    await expect(create({ interaction: { store: 'mysql://localhost' } })).rejects.toMatchObject({
      code: 'PORTICO_STORAGE_URL',
    });
    expect(ended).toEqual(['Pool']);
  });

  test('for its options tells them all, before anything is made', async () => {
    const start = create({
      role: 'boss' as never,
      jobs: { concurrency: 0 },
      interaction: { keys: ['short'], ttl: 'soon' as never },
    });
    const error = (await start.catch((reason: unknown) => reason)) as { problems: { code: string }[] };
    expect(error.problems.map(({ code }) => code)).toEqual([
      'PORTICO_JOBS_OPTION',
      'PORTICO_JOBS_OPTION',
      'PORTICO_WEAK_KEY',
      'PORTICO_DURATION',
    ]);
    expect(ended).toEqual([]);
  });
});
