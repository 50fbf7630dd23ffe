import { setTimeout } from 'node:timers/promises';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Context, Module, Tool } from 'portico';
import { eventually } from '../support/eventually.js';
import { RawLine, text } from './support/raw-line.js';
import { serve } from './support/serve.js';

const events: string[] = [];
let kept: Context | undefined;

class MessageTools {
  @Tool('Log at every level')
  async log(ctx: Context) {
    for (const level of ['debug', 'info', 'warning', 'error'] as const)
      await ctx.log(level, level, undefined, { logger: 'messages' });
  }

  @Tool('Report progress, forth and back')
  async progress(ctx: Context) {
    for (const done of [1, 3, 2, 3, 5]) await ctx.reportProgress(done, 5);
    kept = ctx;
    return 'done';
  }

  @Tool('Report far too much')
  async flood(ctx: Context) {
    for (let done = 1; done <= 10_000; done++) await ctx.reportProgress(done, 10_000);
  }

  @Tool('Wait to be cancelled')
  async wait(ctx: Context) {
    events.push('began');
    try {
      await once(ctx.signal, 'abort');
      await ctx.info('too late');
    } finally {
      events.push('ended');
    }
  }

  @Tool('Say that something changed')
  async change(ctx: Context) {
    await ctx.notifyToolListChanged();
  }
}

@Module({ providers: [MessageTools] })
class MessageModule {}

const served = serve(MessageModule);
const open: RawLine[] = [];
afterEach(async () => {
  events.length = 0;
  await Promise.all(open.splice(0).map((line) => line.close()));
});

async function connect(era: 'session' | 'stateless'): Promise<RawLine> {
  const line = await RawLine.open(served.app, era);
  open.push(line);
  return line;
}

const levels = (line: RawLine) =>
  line.notified('notifications/message').map(({ params }) => params?.['level']);
const steps = (line: RawLine) =>
  line.notified('notifications/progress').map(({ params }) => params?.['progress']);
const atLevel = (level: string) => ({ 'io.modelcontextprotocol/logLevel': level });

it('O1: a session declares logging and gets the levels it asked for', async () => {
  const line = new RawLine(served.app, 'session');
  open.push(line);
  expect((await line.initialize()).result?.['capabilities']).toMatchObject({ logging: {} });
  await line.request('logging/setLevel', { level: 'warning' });
  await line.call('log');
  expect(levels(line)).toEqual(['warning', 'error']);
});

it('O2: on the stateless revision nothing is logged to a request that did not ask for it', async () => {
  const line = await connect('stateless');
  await line.call('log');
  expect(levels(line)).toEqual([]);
  await line.request('tools/call', { name: 'log', arguments: {} }, atLevel('error'));
  expect(levels(line)).toEqual(['error']);
  await line.call('log');
  expect(levels(line)).toEqual(['error']);
});

it('O3: a logger has the name that was given to it', async () => {
  const line = await connect('stateless');
  await line.request('tools/call', { name: 'log', arguments: {} }, atLevel('error'));
  expect(line.notified('notifications/message')[0]?.params).toMatchObject({ logger: 'messages' });
});

it('L3: before the client is ready a session is sent nothing', async () => {
  const line = new RawLine(served.app, 'session');
  open.push(line);
  await line.initialize();
  await (await connect('stateless')).call('change');
  await setTimeout(30);
  expect(line.received).toHaveLength(1);
  await line.send({ method: 'notifications/initialized' });
  await setTimeout(10);
  await (await connect('stateless')).call('change');
  await eventually(() => expect(line.notified('notifications/tools/list_changed')).toHaveLength(1));
});

it('L5: a ping is answered with an empty result', async () => {
  expect((await (await connect('session')).request('ping')).result).toEqual({});
});

describe('where clients are asked whether they are there', () => {
  const asking = serve(MessageModule, { ping: 50 });

  it('L5: a session is pinged from time to time, again after an answer, and no more when it is over', async () => {
    const line = await RawLine.open(asking.app, 'session');
    open.push(line);
    await line.reply(await line.asked('ping'), {});
    await line.reply(await line.asked('ping', 1), {});
    expect((await line.request('ping')).result).toEqual({});
    await line.close();
    const pings = () => line.received.filter(({ method }) => method === 'ping').length;
    const sent = pings();
    await setTimeout(150);
    expect(pings()).toBe(sent);
  });

  it('L5: the stateless revision has no pings', async () => {
    const line = await RawLine.open(asking.app, 'stateless');
    open.push(line);
    await setTimeout(150);
    expect(line.received).toEqual([]);
  });
});

describe.each(['session', 'stateless'] as const)('%s', (era) => {
  it('Q1: progress grows, and comes before the result', async () => {
    const line = await connect(era);
    const id = await line.begin('tools/call', { name: 'progress', arguments: {} }, { progressToken: 'p' });
    await line.answer(id);
    expect(steps(line)).toEqual([1, 3, 5]);
    const order = line.received.map(({ method, id: of }) => method ?? of).slice(-2);
    expect(order).toEqual(['notifications/progress', id]);
    expect(line.notified('notifications/progress')[0]?.params).toMatchObject({
      progressToken: 'p',
      total: 5,
    });
  });

  it('Q1: without a token there is no progress, and none after the end', async () => {
    const line = await connect(era);
    await line.call('progress');
    expect(steps(line)).toEqual([]);
    await line.request('tools/call', { name: 'progress', arguments: {} }, { progressToken: 'p' });
    const seen = steps(line);
    await kept!.reportProgress(100).catch(() => {});
    await setTimeout(20);
    expect(steps(line)).toEqual(seen);
  });

  it('Q1: a flood of progress is thinned out, and its end is told', async () => {
    const line = await connect(era);
    await line.request('tools/call', { name: 'flood', arguments: {} }, { progressToken: 'p' });
    expect(steps(line).length).toBeLessThan(1_000);
    expect(steps(line).at(-1)).toBe(10_000);
  });

  it('X1: a cancelled call stops, and is answered by nothing', async () => {
    const line = await connect(era);
    const id = await line.begin('tools/call', { name: 'wait', arguments: {} }, atLevel('debug'));
    await eventually(() => expect(events).toEqual(['began']));
    await line.send({ method: 'notifications/cancelled', params: { requestId: id } });
    await eventually(() => expect(events).toEqual(['began', 'ended']));
    await setTimeout(20);
    expect(line.received.filter((message) => message.id === id)).toEqual([]);
    expect(levels(line)).toEqual([]);
  });

  it('X1: cancelling what nobody asked for does nothing', async () => {
    const line = await connect(era);
    await line.send({ method: 'notifications/cancelled', params: { requestId: 4_711 } });
    expect(text(await line.call('progress'))).toBe('done');
  });
});
