import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Keyv } from 'keyv';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PorticoFactory, silentLog } from 'portico';
import { createTestClient, type TestClient } from 'portico/testing';
import { stateSettings } from '../../src/app/state-settings.js';
import { openSqlite } from '../../src/storage/sqlite.js';
import { RecordedLog } from '../support/recorded-log.js';
import { AnyStateModule } from './settings.fixture.js';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => `sqlite:${path.join(folder, name)}`;

const app = { scope: 'app' };
const absent = {};

async function use(client: TestClient, member: string, ...args: unknown[]): Promise<unknown> {
  const { structuredContent } = await client.callTool('use', { member, args });
  return (structuredContent as { answer: unknown }).answer;
}

describe.each(['session', 'stateless'] as const)('settings of state, in the %s era', (era) => {
  const open = (state: object) => createTestClient(AnyStateModule, { era, state, log: silentLog });

  test('ttl is how long values are kept by default; an option of a write says otherwise', async () => {
    const client = await open({ ttl: 300 });
    await use(client, 'setState', 'brief', 1);
    await use(client, 'setState', 'lasting', 1, { ttl: '1h' });
    expect(await use(client, 'getState', 'brief')).toEqual({ value: 1 });
    await pass(400);
    expect(await use(client, 'getState', 'brief')).toEqual(absent);
    expect(await use(client, 'getState', 'lasting')).toEqual({ value: 1 });
    await client.close();
  });

  test('a sliding value lives on while it is read', async () => {
    const client = await open({ ttl: 500 });
    await use(client, 'setState', 'sliding', 1, { sliding: true });
    await use(client, 'setState', 'fixed', 1);
    for (let i = 0; i < 3; i++) {
      await pass(250);
      expect(await use(client, 'getState', 'sliding')).toEqual({ value: 1 });
      await use(client, 'getState', 'fixed');
      if (i === 1) await use(client, 'incrementState', 'sliding', 0);
    }
    expect(await use(client, 'getState', 'fixed')).toEqual(absent);
    await pass(600);
    expect(await use(client, 'getState', 'sliding')).toEqual(absent);
    await client.close();
  });

  test('sliding by default, and not for a write that says so', async () => {
    const client = await open({ ttl: 400, sliding: true });
    await use(client, 'setState', 'sliding', 1);
    await use(client, 'setState', 'fixed', 1, { sliding: false });
    for (let i = 0; i < 2; i++) {
      await pass(250);
      expect(await use(client, 'getState', 'sliding')).toEqual({ value: 1 });
      await use(client, 'hasState', 'fixed');
    }
    expect(await use(client, 'getState', 'fixed')).toEqual(absent);
    await client.close();
  });

  test('a full store in memory is told, and nothing of it is lost', async () => {
    const client = await open({ capacity: 2 });
    await use(client, 'setState', 'a', 1);
    await use(client, 'setState', 'b', 1);
    expect(await use(client, 'setState', 'c', 1)).toMatchObject({ code: 'PORTICO_STATE_FULL' });
    expect(await use(client, 'incrementState', 'd')).toMatchObject({ code: 'PORTICO_STATE_FULL' });
    expect(await use(client, 'getState', 'a')).toEqual({ value: 1 });
    await client.close();
  });

  test('values outlive the application in a file, and applications are kept apart by their names', async () => {
    const store = file(`${era}.db`);
    const first = await createTestClient(AnyStateModule, { era, name: 'one', state: { store } });
    await use(first, 'setState', 'count', 1, app);
    await use(first, 'setState', 'mine', 1);
    await first.close();
    const again = await createTestClient(AnyStateModule, { era, name: 'one', state: { store } });
    expect(await use(again, 'getState', 'count', app)).toEqual({ value: 1 });
    expect(await use(again, 'getState', 'mine')).toEqual(absent);
    await again.close();
    const other = await createTestClient(AnyStateModule, { era, name: 'two', state: { store } });
    expect(await use(other, 'getState', 'count', app)).toEqual(absent);
    await other.close();
    const shared = await createTestClient(AnyStateModule, {
      era,
      name: 'three',
      state: { store, namespace: 'one' },
    });
    expect(await use(shared, 'getState', 'count', app)).toEqual({ value: 1 });
    await shared.close();
  });

  test('what a session kept is gone when it ends; nothing in the store names it', async () => {
    const store = file(`ends-${era}.db`);
    const client = await open({ store });
    const { id } = (await client.callTool('inSession')).structuredContent as { id: string };
    const rows = () =>
      openSqlite(path.join(folder, `ends-${era}.db`))
        .prepare('SELECT * FROM portico_state')
        .all();
    await use(client, 'setState', 'of the application', 1, app);
    expect(
      rows()
        .map(({ key }) => String(key))
        .sort(),
    ).toEqual([
      'test/app/of the application',
      expect.stringMatching(/^test\/session:[\w-]{43}\/in session$/),
    ]);
    expect(JSON.stringify(rows())).not.toContain(id);
    await client.close();
    expect(rows().map(({ key }) => String(key))).toEqual(['test/app/of the application']);
  });

  test('a Keyv of the application is used as it is, and stays open', async () => {
    const keyv = new Keyv();
    const log = new RecordedLog();
    const client = await createTestClient(AnyStateModule, { era, log, state: { store: keyv } });
    await use(client, 'setState', 'at', [1], app);
    expect(await use(client, 'updateState', 'none')).toMatchObject({ code: 'OTHER' });
    const counts = await Promise.all(
      Array.from({ length: 20 }, () => use(client, 'incrementState', 'n', 1, app)),
    );
    expect(counts).toHaveLength(20);
    expect(await use(client, 'getState', 'n', app)).toEqual({ value: 20 });
    await use(client, 'clearState', app);
    expect(await use(client, 'hasState', 'n', app)).toEqual({ value: false });
    expect(log.text).toMatch(/atomic within this process only/);
    await client.close();
    expect(await keyv.set('still', 'open')).toBe(true);
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('connection lost'))],
    ['does not answer', () => new Promise<never>(() => {})],
  ])('a store that %s is told within a second: never "not found", never "stored"', async (_how, fail) => {
    const keyv = new Keyv({ store: { get: fail, set: fail, delete: fail, clear: fail, has: fail } });
    const client = await open({ store: keyv });
    const calls = [
      ['setState', 'a', 1],
      ['getState', 'a'],
      ['getState', 'a', 5],
      ['hasState', 'a'],
      ['deleteState', 'a'],
      ['incrementState', 'a'],
    ] as const;
    const start = performance.now();
    const answers = await Promise.all(calls.map(([member, ...args]) => use(client, member, ...args)));
    expect(performance.now() - start).toBeLessThan(1_500);
    for (const answer of answers) expect(answer).toMatchObject({ code: 'PORTICO_STATE_UNAVAILABLE' });
    await client.close();
  });

  test.each([
    ['setState', ['k', 1, { tll: 5 }], /'tll' is no option.*Did you mean 'ttl'/],
    ['setState', ['k', 1, 5], /options must be an object/],
    ['getState', ['k', { theme: 'dark' }], /'theme' is no option.*default.*\{ default: … \}/],
    ['getState', ['k', []], /options must be an object/],
    ['hasState', ['k', { ttl: 5 }], /'ttl' is no option/],
    ['setState', ['k', 1, { scope: 'sesion' }], /the scope must be 'session', 'user', 'app' or handle\(id\)/],
    ['clearState', [{ scope: 5 }], /clearState: the scope must be/],
    ['incrementState', ['k', 1, { serializable: false }], /'serializable' is no option/],
  ])('%s(%j) is refused', async (member, args, message) => {
    const client = await open({});
    expect(await use(client, member, ...args)).toEqual({
      code: 'PORTICO_STATE_OPTION',
      message: expect.stringMatching(message),
    });
    await client.close();
  });

  test.each([[''], ['x'.repeat(513)], ['a\0b'], [5], [null]])('%j is no key', async (key) => {
    const client = await open({});
    expect(await use(client, 'setState', key, 1)).toMatchObject({ code: 'PORTICO_STATE_NAME' });
    await client.close();
  });

  test('a default is given where nothing is kept, and only there', async () => {
    const client = await open({});
    const cases = [0, '', null, false, 'text', { default: { deep: [1] } }, { default: null }];
    for (const given of cases) {
      const value = typeof given === 'object' && given !== null ? given.default : given;
      expect(await use(client, 'getState', 'none', given)).toEqual({ value });
    }
    for (const value of [0, '', null, false]) {
      await use(client, 'setState', 'kept', value);
      expect(await use(client, 'getState', 'kept', 'default')).toEqual({ value });
      expect(await use(client, 'hasState', 'kept')).toEqual({ value: true });
    }
    expect(await use(client, 'hasState', 'none')).toEqual({ value: false });
    await client.close();
  });

  test('clearState forgets one scope', async () => {
    const client = await open({});
    await use(client, 'setState', 'a', 1);
    await use(client, 'setState', 'b', 1);
    await use(client, 'setState', 'a', 1, app);
    await use(client, 'clearState');
    expect(await use(client, 'hasState', 'a')).toEqual({ value: false });
    expect(await use(client, 'hasState', 'b')).toEqual({ value: false });
    expect(await use(client, 'hasState', 'a', app)).toEqual({ value: true });
    await use(client, 'clearState', app);
    expect(await use(client, 'hasState', 'a', app)).toEqual({ value: false });
    await client.close();
  });
});

describe('a store that cannot be', () => {
  test.each([
    ['mysql://localhost', 'PORTICO_STORAGE_URL'],
    ['postgres://nobody:secret@127.0.0.1:1/none', 'PORTICO_STATE_UNAVAILABLE'],
    ['redis://127.0.0.1:1', 'PORTICO_STATE_UNAVAILABLE'],
  ])('%s keeps the application from starting, and is told without its password', async (store, code) => {
    const start = PorticoFactory.create(AnyStateModule, {
      name: 'test',
      version: '1.0.0',
      log: silentLog,
      state: { store },
    });
    const error = await start.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect(String((error as Error).stack)).not.toContain('secret');
  });

  test.each([{ ttl: 'soon' }, { handleTtl: 0 }])('%j is refused at the start', async (state) => {
    const options = { name: 'test', version: '1.0.0', log: silentLog, state: state as object };
    await expect(PorticoFactory.create(AnyStateModule, options)).rejects.toMatchObject({
      code: 'PORTICO_DURATION',
    });
  });
});

test('the environment names the store where the code does not', () => {
  const options = { name: 'shop', version: '1.0.0' };
  const env = { PORTICO_STATE_STORE: 'sqlite:state.db' };
  expect(stateSettings(options, env)).toEqual({ store: 'sqlite:state.db', namespace: 'shop' });
  expect(stateSettings({ ...options, state: { store: 'memory:' } }, env)).toMatchObject({ store: 'memory:' });
  expect(stateSettings(options, {})).toEqual({ namespace: 'shop' });
});
