import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Report } from '../../src/cli/dashboard/messages.js';
import { DevLine } from '../../src/cli/dashboard/watch/dev-line.js';
import { eventually } from '../support/eventually.js';

/** A dev process that reads when it is let, as one that was stopped and goes on. */
const sent: Report[] = [];
const reads: (() => void)[] = [];
const { send } = process;
const own = (name: string) =>
  Object.getOwnPropertyDescriptor(process, name) ?? { value: undefined, configurable: true };
const [isConnected, channel] = [own('connected'), own('channel')];

beforeEach(() => {
  sent.length = reads.length = 0;
  Object.defineProperty(process, 'connected', { value: true, configurable: true });
  Object.defineProperty(process, 'channel', { value: undefined, configurable: true });
  process.send = ((message: { portico: Report[] }, _handle: unknown, _options: unknown, done: () => void) => {
    reads.push(() => {
      sent.push(...message.portico);
      done();
    });
    return true;
  }) as never;
});
afterEach(() => {
  process.send = send!;
  Object.defineProperty(process, 'connected', isConnected);
  Object.defineProperty(process, 'channel', channel);
});

const listening: Report = { type: 'listening', address: 'http://localhost/mcp' };

test('a dev process that is stopped lets no more wait than there is room for, and hears what was left out', async () => {
  const line = new DevLine(() => {});
  line.tell(listening);
  await eventually(() => expect(reads).toHaveLength(1)); // on its way, and nobody reads it
  expect([line.admits(), line.isBehind]).toEqual([true, false]);
  for (let i = 0; i < 3_000; i++) line.mention(listening);
  expect([line.admits(), line.isBehind]).toEqual([false, true]);
  for (let i = 0; i < 10_000; i++) line.tell(listening);
  reads.shift()!();
  await eventually(() => expect(reads).toHaveLength(1));
  reads.shift()!();
  expect(sent.filter(({ type }) => type === 'listening')).toHaveLength(1 + 4_000);
  expect(sent.at(-1)).toEqual({ type: 'skipped', calls: 1, entries: 1_000 + 8_000 });
  expect([line.admits(), line.isBehind]).toEqual([true, false]);
});
