import { afterEach, describe, expect, it } from '@jest/globals';
import { silentLog } from 'portico';
import type { EventBus } from '../../src/events/event-bus.js';
import { openEventBus } from '../../src/events/open-event-bus.js';
import { eventually } from '../support/eventually.js';
import { postgresUrl } from '../support/services.js';
import { CutLine } from './cut-line.js';

const open: EventBus[] = [];
let line: CutLine;
afterEach(async () => {
  await Promise.all(open.splice(0).map((bus) => bus.close()));
  await line.remove();
});

async function join(url: string, channel: string) {
  const bus = await openEventBus(url, channel, silentLog);
  open.push(bus);
  const heard: string[] = [];
  bus.listen({ hear: (text) => heard.push(text), missed: () => heard.push('missed') });
  return { bus, heard };
}

describe('a process that was cut off alone', () => {
  it('tells the others, who noticed nothing, that they have missed something', async () => {
    line = await CutLine.to(postgresUrl);
    const channel = `losses ${Date.now()}`;
    const cut = await join(line.url, channel);
    const other = await join(postgresUrl, channel);
    await cut.bus.send('before');
    await eventually(() => expect(other.heard).toEqual(['before']));
    await line.down();
    await cut.bus.send('lost');
    await line.up();
    await eventually(() => expect(other.heard).toEqual(['before', 'missed']), 15_000);
    await eventually(() => expect(cut.heard).toEqual(['missed']), 15_000);
    await cut.bus.send('after');
    await eventually(() => expect(other.heard).toEqual(['before', 'missed', 'after']));
  }, 40_000);
});
