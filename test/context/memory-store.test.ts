import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { MemoryStore } from '../../src/context/state/memory-store.js';

const now = new Date('2026-01-01').getTime();
beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(now));
afterEach(() => void jest.restoreAllMocks());

/** Lets so many milliseconds pass. */
const pass = (ms: number) => void jest.mocked(Date.now).mockReturnValue(Date.now() + ms);

describe('a store in memory', () => {
  test('keeps a value until its time is over, or for ever', () => {
    const store = new MemoryStore();
    store.set('brief', 1, 100);
    store.set('lasting', 2);
    pass(99);
    expect([store.get('brief'), store.has('brief')]).toEqual([1, true]);
    pass(1);
    expect([store.get('brief'), store.has('brief')]).toEqual([undefined, false]);
    pass(1e12);
    expect(store.get('lasting')).toBe(2);
  });

  test('a new value has a new time', () => {
    const store = new MemoryStore();
    store.set('key', 1, 100);
    pass(90);
    store.set('key', 2, 100);
    pass(90);
    expect(store.get('key')).toBe(2);
  });

  test('deletes, and says whether there was something', () => {
    const store = new MemoryStore();
    store.set('key', 1);
    expect(store.delete('key')).toBe(true);
    expect(store.delete('key')).toBe(false);
    store.set('key', 1);
    store.clear();
    expect(store.has('key')).toBe(false);
  });

  test('that is full refuses a new key, keeps all it has, and takes new values for known keys', () => {
    const store = new MemoryStore(3);
    for (const key of ['a', 'b', 'c']) store.set(key, key);
    expect(() => store.set('d', 'd')).toThrow(
      expect.objectContaining({
        code: 'PORTICO_STATE_FULL',
        message: expect.stringMatching(/full \(3 entries\).*'d'.*state\.capacity/),
      }),
    );
    store.set('b', 'new');
    expect(['a', 'b', 'c', 'd'].map((key) => store.get(key))).toEqual(['a', 'new', 'c', undefined]);
    store.delete('a');
    store.set('d', 'd');
    expect(store.get('d')).toBe('d');
  });

  test('makes room of what has expired, wherever it is', () => {
    for (const expired of [0, 1, 2, 3, 4]) {
      const store = new MemoryStore(5);
      for (let i = 0; i < 5; i++) store.set(`key ${i}`, i, i === expired ? 10 : 1_000);
      pass(10);
      store.set('new', 1);
      expect(() => store.set('one more', 1)).toThrow(expect.objectContaining({ code: 'PORTICO_STATE_FULL' }));
    }
  });

  test('frees what has expired little by little, though nobody asks for it', () => {
    const store = new MemoryStore(1_000);
    for (let i = 0; i < 1_000; i++) store.set(`old ${i}`, i, 10);
    pass(10);
    for (let i = 0; i < 300; i++) store.set('one key', i);
    let free = 0;
    expect(() => {
      for (;;) store.set(`new ${free++}`, 1);
    }).toThrow('full (1000 entries)');
    expect(free).toBe(1_000);
  });
});
