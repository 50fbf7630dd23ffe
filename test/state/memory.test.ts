import { setTimeout as pass } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { promisify } from 'node:util';
import { MemoryAdapter } from '../../src/context/state/stores/memory-adapter.js';
import { ResultAdapter } from '../../src/context/state/stores/result-adapter.js';

const HOUR = 3_600_000;
const key = (name: string, owner = 'app') => `test/${owner}/${name}`;

describe('a store in memory', () => {
  beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(new Date('2026-01-01').getTime()));
  afterEach(() => void jest.restoreAllMocks());

  /** Lets so many milliseconds pass. */
  const wait = (ms: number) => void jest.mocked(Date.now).mockReturnValue(Date.now() + ms);

  test('keeps a value until its time is over', async () => {
    const store = new MemoryAdapter(10);
    await store.set(key('brief'), '1', 100);
    wait(99);
    expect([await store.get(key('brief')), await store.has(key('brief'))]).toEqual(['1', true]);
    wait(1);
    expect([await store.get(key('brief')), await store.has(key('brief'))]).toEqual([undefined, false]);
  });

  test('that is full refuses a new key, keeps all it has, and takes new values for known keys', async () => {
    const store = new MemoryAdapter(3);
    for (const name of ['a', 'b', 'c']) await store.set(key(name), name, HOUR);
    const full = {
      code: 'PORTICO_STATE_FULL',
      message: expect.stringMatching(/full \(3 values\).*'d'.*state\.capacity/),
    };
    await expect(store.set(key('d'), 'd', HOUR)).rejects.toMatchObject(full);
    await expect(store.replace(key('d'), undefined, 'd', HOUR)).rejects.toMatchObject(full);
    await store.set(key('b'), 'new', HOUR);
    await store.replace(key('c'), 'c', 'newer', HOUR);
    const names = ['a', 'b', 'c', 'd'];
    expect(await Promise.all(names.map((name) => store.get(key(name))))).toEqual([
      'a',
      'new',
      'newer',
      undefined,
    ]);
    await store.delete(key('a'));
    await store.set(key('d'), 'd', HOUR);
    expect(await store.get(key('d'))).toBe('d');
    await store.clearOwner('test/app/');
    await store.set(key('e'), 'e', HOUR);
  });

  test('makes room of what has expired, wherever it is', async () => {
    for (const expired of [0, 1, 2, 3, 4]) {
      const store = new MemoryAdapter(5);
      for (let i = 0; i < 5; i++) await store.set(key(`${i}`, `o${i}`), 'x', i === expired ? 100 : HOUR);
      await expect(store.set(key('new'), 'x', HOUR)).rejects.toMatchObject({ code: 'PORTICO_STATE_FULL' });
      wait(2_000);
      await store.set(key('new'), 'x', HOUR);
      for (let i = 0; i < 5; i++) expect(await store.has(key(`${i}`, `o${i}`))).toBe(i !== expired);
    }
  });

  test('a value whose time was changed goes by its new time', async () => {
    const store = new MemoryAdapter(2);
    await store.set(key('longer'), 'x', 100);
    await store.set(key('shorter'), 'x', HOUR);
    await store.touch(key('longer'), HOUR);
    await store.set(key('shorter'), 'x', 100);
    wait(2_000);
    await store.set(key('new'), 'x', HOUR);
    expect(await store.has(key('longer'))).toBe(true);
    wait(10 * HOUR);
    await store.set(key('much'), 'x', 100);
    wait(-20 * HOUR); // a clock may be set back
    await store.set(key('later'), 'x', 100);
    wait(5_000);
    await store.set(key('latest'), 'x', 100);
    expect(await store.has(key('latest'))).toBe(true);
  });
});

/** How many bytes the values of a test take, after all that can be freed is freed. */
function used(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test('200,000 values that have expired are freed while nobody reads or writes', async () => {
  const store = new MemoryAdapter(300_000);
  const before = used();
  for (let i = 0; i < 200_000; i++)
    await store.set(
      key(`value ${i}`, `session:${i % 10_000}`),
      JSON.stringify({ index: i, text: 'some text' }),
      500,
    );
  const full = used() - before;
  await pass(3_000);
  const left = used() - before;
  expect(full).toBeGreaterThan(20_000_000);
  expect(left).toBeLessThan(full / 20);
  const { owners, wheel, timer } = store as unknown as {
    owners: Map<string, unknown>;
    wheel: { slots: Map<number, unknown> };
    timer: unknown;
  };
  expect([owners.size, wheel.slots.size, timer]).toEqual([0, 0, undefined]);
});

test('a process with values that live for long ends when it has nothing else to do', async () => {
  // What the build made of this module, before the published files were made of all of them.
  const program = `
    const { MemoryAdapter } = await import(${JSON.stringify(new URL('../../node_modules/.cache/compiled/context/state/stores/memory-adapter.js', import.meta.url).href)});
    await new MemoryAdapter(10).set('test/app/a', 'x', 3600000);
  `;
  const start = performance.now();
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { timeout: 10_000 });
  expect(performance.now() - start).toBeLessThan(8_000);
});

describe('a store of results in memory', () => {
  test('lets go what was used least recently, and what has expired', async () => {
    const store = new ResultAdapter(3);
    for (const name of ['a', 'b', 'c']) await store.set(name, name, HOUR);
    await store.get('a');
    await store.set('d', 'd', HOUR);
    await store.set('d', 'e', 20);
    const names = ['a', 'b', 'c', 'd'];
    expect(await Promise.all(names.map((name) => store.get(name)))).toEqual(['a', undefined, 'c', 'e']);
    await pass(40);
    expect(await store.get('d')).toBeUndefined();
    await store.disconnect();
  });
});
