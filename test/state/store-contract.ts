import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pass } from 'node:timers/promises';
import type { StateStore } from '../../src/context/state/stores/state-store.js';

const HOUR = 3_600_000;

/** What every store of state promises, to all that have it open. */
export function describeStateStore(name: string, open: () => Promise<StateStore>): void {
  describe(`state store: ${name}`, () => {
    let one: StateStore;
    let two: StateStore;
    let owner: string;
    const key = (text: string) => `${owner}${text}`;

    beforeAll(async () => {
      [one, two] = await Promise.all([open(), open()]); // two processes may start together on an empty store
      owner = `test/session:${randomUUID()}/`;
    });
    afterAll(async () => {
      await one.clearOwner(owner);
      await Promise.all([one.close(), two.close()]);
    });

    test.each([
      ['a text', '{"a":1}'],
      ['an empty one', ''],
      ['any characters', '"ä€😀\\u0000\n\'%_{}"'],
      ['a long one', 'x'.repeat(300_000)],
    ])('keeps %s', async (what, text) => {
      await one.set(key(what), text, HOUR);
      expect(await two.get(key(what))).toBe(text);
      expect(await two.has(key(what))).toBe(true);
    });

    test('knows what it has not', async () => {
      expect(await one.get(key('never'))).toBeUndefined();
      expect(await one.has(key('never'))).toBe(false);
      expect(await one.delete(key('never'))).toBe(false);
    });

    test('tells names apart by every character', async () => {
      const names = ['name', 'Name', 'name ', 'name/', 'näme', 'name:1', '{name}', '%', '_', 'n'.repeat(512)];
      await Promise.all(names.map((text) => one.set(key(text), text, HOUR)));
      expect(await Promise.all(names.map((text) => two.get(key(text))))).toEqual(names);
    });

    test('deletes, and says whether there was something', async () => {
      await one.set(key('gone'), 'a', HOUR);
      expect(await two.delete(key('gone'))).toBe(true);
      expect(await one.delete(key('gone'))).toBe(false);
      expect(await one.get(key('gone'))).toBeUndefined();
    });

    test('forgets after the time, and not before', async () => {
      await one.set(key('brief'), 'a', 1_000);
      await one.set(key('fraction'), 'a', 0.5);
      await one.set(key('lasting'), 'a', HOUR);
      expect(await two.get(key('brief'))).toBe('a');
      await pass(1_100);
      expect(await two.get(key('brief'))).toBeUndefined();
      expect(await two.has(key('brief'))).toBe(false);
      expect(await two.delete(key('brief'))).toBe(false);
      expect(await two.get(key('fraction'))).toBeUndefined();
      expect(await two.get(key('lasting'))).toBe('a');
    });

    test('a new value has a new time, a touched one too', async () => {
      await one.set(key('written'), 'a', 1_000);
      await one.set(key('touched'), 'a', 1_000);
      await one.set(key('shortened'), 'a', HOUR);
      await one.set(key('written'), 'b', HOUR);
      await two.touch(key('touched'), HOUR);
      await two.touch(key('shortened'), 50);
      await two.touch(key('never'), HOUR);
      await pass(1_100);
      expect(await one.get(key('written'))).toBe('b');
      expect(await one.get(key('touched'))).toBe('a');
      expect(await one.get(key('shortened'))).toBeUndefined();
      expect(await one.has(key('never'))).toBe(false);
    });

    test('replaces only what is expected', async () => {
      const place = key('replaced');
      expect(await one.replace(place, 'a', 'b', HOUR)).toBe(false);
      expect(await one.replace(place, undefined, 'a', HOUR)).toBe(true);
      expect(await two.replace(place, undefined, 'b', HOUR)).toBe(false);
      expect(await two.replace(place, 'other', 'b', HOUR)).toBe(false);
      expect(await two.replace(place, 'a', 'b', HOUR)).toBe(true);
      expect(await one.get(place)).toBe('b');
    });

    test('what has expired is nothing to be replaced', async () => {
      const place = key('expired');
      await one.set(place, 'a', 30);
      await pass(80);
      expect(await two.replace(place, 'a', 'b', HOUR)).toBe(false);
      expect(await two.replace(place, undefined, 'c', HOUR)).toBe(true);
      expect(await one.get(place)).toBe('c');
    });

    test('a replacement has a new time, or goes on with the old one', async () => {
      await one.set(key('new time'), 'a', 200);
      await one.set(key('old time'), 'a', 200);
      expect(await two.replace(key('new time'), 'a', 'b', HOUR)).toBe(true);
      expect(await two.replace(key('old time'), 'a', 'b', undefined)).toBe(true);
      expect(await one.get(key('old time'))).toBe('b');
      await pass(300);
      expect(await one.get(key('new time'))).toBe('b');
      expect(await one.get(key('old time'))).toBeUndefined();
    });

    test('of many who expect the same at once, one succeeds', async () => {
      for (const expected of [undefined, 'won']) {
        const tries = Array.from({ length: 20 }, (_, i) =>
          (i % 2 ? one : two).replace(key('race'), expected, expected ? `won again ${i}` : 'won', HOUR),
        );
        expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      }
    });

    test('forgets all of one owner and nothing of others', async () => {
      const neighbours = [`${owner.slice(0, -1)}0/a`, `${owner.slice(0, -2)}/a`, `test/app/${owner}`];
      await Promise.all([...neighbours, key('a'), key('b/c')].map((place) => one.set(place, 'x', HOUR)));
      await one.touch(key('a'), HOUR);
      await two.clearOwner(owner);
      expect(await Promise.all([key('a'), key('b/c')].map((place) => one.has(place)))).toEqual([
        false,
        false,
      ]);
      expect(await Promise.all(neighbours.map((place) => one.delete(place)))).toEqual([true, true, true]);
      await one.clearOwner(owner);
    });

    test('forgets a great many', async () => {
      const places = Array.from({ length: 2_500 }, (_, i) => key(`many ${i}`));
      for (let i = 0; i < places.length; i += 100)
        await Promise.all(places.slice(i, i + 100).map((place) => one.set(place, 'x', HOUR)));
      await one.clearOwner(owner);
      const left = await Promise.all(places.slice(0, 100).map((place) => one.has(place)));
      expect([...left, await one.has(places.at(-1)!)].some(Boolean)).toBe(false);
    });
  });
}
