import { afterEach, describe, expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { Context, Module, PorticoFactory, Tool, type PorticoApp, type PorticoOptions } from 'portico';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import type { Message } from './support/raw-http.js';
import { RawSession } from './support/raw-session.js';

const gates = { begun: 0, open: () => {}, ended: 0 };

class Slow {
  @Tool('Says that the tools have changed') change(ctx: Context) {
    return ctx.notifyToolListChanged();
  }

  @Tool('Asks late') async ask(ctx: Context) {
    gates.begun++;
    await new Promise<void>((open) => (gates.open = open));
    try {
      return String(await ctx.confirm('Well?'));
    } finally {
      gates.ended++;
    }
  }
}

@Module({ providers: [Slow] })
class SlowModule {}

const apps: PorticoApp[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  Object.assign(gates, { begun: 0, ended: 0 });
});

async function serve(
  hotPath: boolean,
  more: Pick<PorticoOptions, 'ping'> = {},
): Promise<{ url: string; log: RecordedLog }> {
  const log = new RecordedLog();
  const options = { name: 'slow', version: '1.0.0', ...more, log, hotPath };
  const app = await PorticoFactory.create(SlowModule, options);
  apps.push(app);
  return { url: (await app.listen({ transport: 'http', port: 0, signals: false })).address, log };
}

const CHANGED = 'notifications/tools/list_changed';

describe.each([true, false])('with hotPath: %j', (hotPath) => {
  test('a client that says more together with the end of its handshake is told once of a change', async () => {
    const { url } = await serve(hotPath);
    const session = await RawSession.greet(url, '2025-03-26');
    await session.post([
      { jsonrpc: '2.0', id: 'level', method: 'logging/setLevel', params: { level: 'error' } },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
    ]);
    const stream = await session.listen();
    await session.call('change');
    await session.call('change');
    const heard = () => stream.messages.filter(({ method }: Message) => method === CHANGED).length;
    await eventually(() => expect(heard()).toBeGreaterThanOrEqual(2));
    await setTimeout(100);
    expect(heard()).toBe(2);
    stream.hangUp();
  });

  test('a client that listens before it ends its handshake is told of changes after that alone', async () => {
    const { url } = await serve(hotPath);
    const other = await RawSession.open(url);
    const session = await RawSession.greet(url);
    const stream = await session.listen();
    const told = await other.listen();
    await other.call('change');
    await eventually(() => expect(told.messages).toHaveLength(1));
    expect(stream.messages).toEqual([]);
    await session.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    await other.call('change');
    await eventually(() => expect(stream.messages).toMatchObject([{ method: CHANGED }]));
    stream.hangUp();
    told.hangUp();
  });

  test('a client that does nothing but listen is asked whether it is there, again after its answer', async () => {
    const { url } = await serve(hotPath, { ping: 50 });
    const session = await RawSession.open(url);
    const stream = await session.listen();
    const pings = () => stream.messages.filter(({ method }: Message) => method === 'ping');
    await eventually(() => expect(pings()).toHaveLength(1));
    await session.post({ jsonrpc: '2.0', id: pings()[0]!.id, result: {} });
    await eventually(() => expect(pings().length).toBeGreaterThanOrEqual(2));
    stream.hangUp();
  });

  test('a call that asks after its session was ended leaves nothing of it behind', async () => {
    const { url, log } = await serve(hotPath);
    const other = await RawSession.open(url);
    const session = await RawSession.open(url, '2025-11-25', {}, { elicitation: {} });
    const call = session.call('ask');
    await eventually(() => expect(gates.begun).toBe(1));
    await session.end();
    await call;
    gates.open();
    await eventually(() => expect(gates.ended).toBe(1));
    const told = await other.listen();
    const before = log.lines.length;
    await other.call('change');
    await eventually(() => expect(told.messages).toHaveLength(1));
    expect(log.lines.slice(before).filter((line) => line.includes(CHANGED))).toEqual([]);
    told.hangUp();
  });
});
