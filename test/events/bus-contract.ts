import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { EventBus } from '../../src/events/event-bus.js';
import { eventually } from '../support/eventually.js';

/** What every bus does. `open` joins a channel, as one process of an application would. */
export function describeEventBus(name: string, open: (channel: string) => Promise<EventBus>): void {
  describe(name, () => {
    const opened: EventBus[] = [];
    afterEach(async () => void (await Promise.all(opened.splice(0).map((bus) => bus.close()))));

    const join = async (channel: string): Promise<{ bus: EventBus; heard: string[] }> => {
      const bus = await open(channel);
      opened.push(bus);
      const heard: string[] = [];
      bus.listen({ hear: (text) => heard.push(text), missed: () => heard.push('missed') });
      return { bus, heard };
    };

    it('tells every other member of the channel once, and the sender nothing', async () => {
      const channel = randomUUID();
      const [one, two, three] = [await join(channel), await join(channel), await join(channel)];
      await one.bus.send('first');
      await eventually(() => expect([two.heard, three.heard]).toEqual([['first'], ['first']]));
      await two.bus.send('second');
      await eventually(() => expect([one.heard, three.heard]).toEqual([['second'], ['first', 'second']]));
      await setTimeout(50);
      expect(two.heard).toEqual(['first']);
    });

    it('tells other channels nothing', async () => {
      const [one, two] = [await join(randomUUID()), await join(randomUUID())];
      await one.bus.send('secret');
      await setTimeout(100);
      expect(two.heard).toEqual([]);
    });

    it('carries any text, of any length, in order', async () => {
      const channel = randomUUID();
      const [one, two] = [await join(channel), await join(channel)];
      const texts = [`'; -- "\n\\ \u{1F600} ä`, '', 'x'.repeat(9_000), 'ä'.repeat(5_000)];
      for (const [i, text] of texts.entries()) {
        await one.bus.send(text);
        await eventually(() => expect(two.heard).toHaveLength(i + 1));
      }
      expect(two.heard).toEqual(texts);
    });

    it('says and hears nothing when it is closed', async () => {
      const channel = randomUUID();
      const [one, two] = [await join(channel), await join(channel)];
      await two.bus.close();
      await one.bus.send('late');
      expect(() => two.bus.send('later')).not.toThrow();
      await setTimeout(100);
      expect([one.heard, two.heard]).toEqual([[], []]);
    });
  });
}
