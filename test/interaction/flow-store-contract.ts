import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { FlowStore } from 'portico';

/** What every store of flows promises. */
export function describeFlowStore(name: string, open: () => Promise<FlowStore>): void {
  describe(`flow store: ${name}`, () => {
    let one: FlowStore;
    let two: FlowStore;
    beforeAll(async () => {
      [one, two] = await Promise.all([open(), open()]); // two processes may start together on an empty store
    });
    afterAll(() => Promise.all([one.close(), two.close()]));

    it('grants a claim to one of many who ask at once', async () => {
      const id = randomUUID();
      const claims = await Promise.all(
        Array.from({ length: 50 }, (_, i) => (i % 2 ? one : two).claim(id, 60_000)),
      );
      expect(claims.filter(({ state }) => state === 'granted')).toHaveLength(1);
      expect(claims.filter(({ state }) => state === 'running')).toHaveLength(49);
    });

    it('gives the result to all who claim later', async () => {
      const id = randomUUID();
      await one.claim(id, 60_000);
      expect(await one.settle(id, '{"value":1}', 60_000)).toBe('{"value":1}');
      expect(await two.claim(id, 60_000)).toEqual({ state: 'done', result: '{"value":1}' });
    });

    it('keeps the first of several results, and gives it to whoever comes with another', async () => {
      const id = randomUUID();
      await one.claim(id, 60_000);
      const kept = await Promise.all(
        Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two).settle(id, `{"value":${i}}`, 60_000)),
      );
      expect(new Set(kept).size).toBe(1);
      expect(await one.settle(id, '{"value":"late"}', 60_000)).toBe(kept[0]);
      expect(await two.claim(id, 60_000)).toEqual({ state: 'done', result: kept[0] });
    });

    it('keeps another result when the first has expired', async () => {
      const id = randomUUID();
      await one.settle(id, '1', 30);
      await new Promise((resolve) => setTimeout(resolve, 80));
      expect(await two.settle(id, '2', 60_000)).toBe('2');
      expect(await one.claim(id, 60_000)).toEqual({ state: 'done', result: '2' });
    });

    it('grants again what was released, and what has expired', async () => {
      const id = randomUUID();
      await one.claim(id, 60_000);
      await one.release(id);
      expect(await two.claim(id, 30)).toEqual({ state: 'granted' });
      await new Promise((resolve) => setTimeout(resolve, 80));
      expect(await one.claim(id, 60_000)).toEqual({ state: 'granted' });
    });

    it('keeps what is done when somebody who claimed it before gives it back late', async () => {
      const id = randomUUID();
      await one.claim(id, 60_000);
      await two.settle(id, '"done"', 60_000);
      await one.release(id);
      expect(await one.claim(id, 60_000)).toEqual({ state: 'done', result: '"done"' });
    });

    it('keeps a claim for as long as it is prolonged, and prolongs nothing else', async () => {
      const id = randomUUID();
      await one.prolong(id, 60_000); // nothing is there
      await one.claim(id, 700);
      await two.prolong(id, 60_000);
      await new Promise((resolve) => setTimeout(resolve, 800));
      expect(await two.claim(id, 60_000)).toEqual({ state: 'running' });
      await one.settle(id, '{}', 30);
      await two.prolong(id, 60_000); // it is done
      await new Promise((resolve) => setTimeout(resolve, 80));
      expect(await two.claim(id, 60_000)).toEqual({ state: 'granted' });
    });

    it('keeps values for their time', async () => {
      const id = randomUUID();
      expect(await one.get(id)).toBeUndefined();
      await one.put(id, 'text', 60_000);
      expect(await two.get(id)).toBe('text');
      await one.put(id, 'short', 30);
      await new Promise((resolve) => setTimeout(resolve, 80));
      expect(await two.get(id)).toBeUndefined();
    });
  });
}
