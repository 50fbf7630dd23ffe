import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PorticoFactory, silentLog, type PorticoApp } from 'portico';
import { RawClient } from '../interaction/raw-client.js';
import { eventually } from '../support/eventually.js';
import { localLines, onePerEra, useLine } from '../support/lines.js';
import { UpdatesModule } from './updates.fixture.js';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-updates-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Set by the tests that need servers: then all of this is shown in that store. */
const shared = process.env['PORTICO_STATE_STORE'];
const stores = shared ? [shared] : ['memory:', `sqlite:${path.join(folder, 'state.db')}`];
const ownState = (store = stores[0]!) => ({ store, namespace: `updates ${randomUUID()}` });
const cases = onePerEra(localLines).flatMap((line) =>
  stores.map((store) => ({ line, store, name: line.name })),
);

describe.each(cases)('updates in $store, by $name', ({ line, store }) => {
  const used = useLine(line, UpdatesModule, { state: ownState(store) });
  const call = async (tool: string, args?: object) =>
    (await used.client.callTool(tool, { ...args })).structuredContent;
  const fresh = (name: string) => `${name} by ${line.name}`;
  const read = async (key: string) => ((await call('read', { key })) as { value?: unknown }).value;

  test('a hundred at once lose nothing', async () => {
    const key = fresh('updates');
    await Promise.all(Array.from({ length: 100 }, () => used.client.callTool('add', { key, by: 1 })));
    expect(await read(key)).toBe(100);
  });

  test('a hundred counts at once lose nothing, and each gets a number of its own', async () => {
    const key = fresh('counts');
    const counts = await Promise.all(Array.from({ length: 100 }, () => call('count', { key })));
    const numbers = counts.map((count) => (count as { answer: { value: number } }).answer.value);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  test('a count may go by any number, and down', async () => {
    const key = fresh('steps');
    expect(await call('count', { key, by: 2.5 })).toEqual({ answer: { value: 2.5 } });
    expect(await call('count', { key, by: -3 })).toEqual({ answer: { value: -0.5 } });
  });

  test('a count goes on with the time it began with', async () => {
    const key = fresh('window');
    await call('count', { key, ttl: 2000 });
    await pass(1200);
    expect(await call('count', { key, ttl: 2000 })).toEqual({ answer: { value: 2 } });
    await pass(1000);
    expect(await call('count', { key, ttl: 2000 })).toEqual({ answer: { value: 1 } });
  });

  test('what is no number is not counted', async () => {
    const key = fresh('text');
    const code = 'PORTICO_STATE_NUMBER';
    await call('write', { key, value: '1' });
    const message = `State '${key}' cannot be incremented: what is kept is no number. Use updateState, or another key.`;
    expect(await call('count', { key })).toEqual({ answer: { code, message } });
    expect(await call('count', { key: fresh('null'), by: null })).toMatchObject({ answer: { code } });
    expect(await read(key)).toBe('1');
  });

  test('begin with nothing, and tell null and 0 from it', async () => {
    const [first] = (await used.client.callTool('first')).content;
    expect(first).toEqual({ type: 'text', text: '["nothing",null,0]' });
  });

  test('begin with a copy of the default', async () => {
    expect(await call('ownDefault')).toEqual({
      first: { items: ['a'] },
      second: { items: ['a'] },
      none: { items: [] },
    });
  });

  test('that cannot be leave what is kept', async () => {
    const nested = { code: 'PORTICO_STATE_NESTED', message: expect.stringContaining('Return the new value') };
    expect(await call('refused')).toEqual({
      nothing: { code: 'PORTICO_STATE_VALUE', message: expect.stringMatching(/the value is undefined/) },
      fails: { code: 'OTHER', message: 'Error: no' },
      sets: nested,
      deletes: nested,
      updates: nested,
      increments: nested,
      other: { value: expect.any(Number) },
      kept: expect.any(Number),
    });
  });

  test('are done again when another was faster', async () => {
    expect(await call('conflicts')).toEqual({ written: 11, computed: 2 });
  });
});

describe.each(['park', 'replay'] as const)('writes before a question (%s)', (mode) => {
  let app: PorticoApp;
  afterEach(() => app.close());

  test('are done once, however often the handler is run', async () => {
    const options = { name: 'test', version: '1.0.0', log: silentLog, interaction: { mode } };
    app = await PorticoFactory.create(UpdatesModule, { ...options, state: ownState() });
    const client = new RawClient(app);
    await client.call('write', { key: 'cart mark', value: 1 });
    const asked = await client.call('askBetween', { key: 'cart' });
    const { requestState, inputRequests } = asked.result!;
    await client.call('write', { key: 'cart stage', value: 'changed by another' });
    const [question] = Object.keys(inputRequests);
    const inputResponses = { [question!]: { action: 'accept', content: { confirm: true, value: true } } };
    const done = await client.call('askBetween', { key: 'cart' }, { requestState, inputResponses });
    expect(done.result).toMatchObject({
      structuredContent: { count: 1, cart: ['item 1'], was: true, after: 2 },
    });
    expect((await client.call('read', { key: 'cart stage' })).result).toMatchObject({
      structuredContent: { value: 'changed by another' },
    });
    await client.close();
  });
});

test('nothing keeps the queue of a key after its updates', async () => {
  const { KeyedQueue } = await import('../../src/context/state/keyed-queue.js');
  const queue = new KeyedQueue(50, (error) => error.message === 'down');
  const order: string[] = [];
  const work = (name: string, ms = 0) =>
    queue.run('key', async () => {
      order.push(name);
      await pass(ms);
      if (name === 'down') throw new Error('down');
      return name;
    });
  expect(await Promise.all([work('a'), work('b'), work('c')])).toEqual(['a', 'b', 'c']);
  const slow = work('slow', 150);
  await expect(work('late')).rejects.toMatchObject({ code: 'PORTICO_STATE_BUSY' });
  const [down, waiting] = await Promise.allSettled([
    slow.then(() => work('down', 20)),
    slow.then(() => work('x')),
  ]);
  expect([down, waiting].map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await work('d')).toBe('d');
  expect(order).toEqual(['a', 'b', 'c', 'slow', 'down', 'd']);
  await eventually(() => expect((queue as unknown as { lines: Map<string, unknown> }).lines.size).toBe(0));
});
