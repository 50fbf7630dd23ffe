import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { IsString } from 'class-validator';
import { Context, Module, Tool } from 'portico';
import { attempt } from '../support/attempt.js';
import { eventually } from '../support/eventually.js';
import { open as openStream, parseEvents, POST_HEADERS } from '../transport/support/raw-http.js';
import { callRequest, RawSession } from '../transport/support/raw-session.js';
import { openSession, send, sendStateless, standardHeaders } from './support/raw-http.js';
import { envelope, RawLine, text, type Message } from './support/raw-line.js';
import { serve } from './support/serve.js';

class Said {
  @IsString() words!: string;
}

class WireTools {
  @Tool('Says it back')
  echo({ words }: Said) {
    return words;
  }

  @Tool('What was agreed on')
  async agreed(ctx: Context) {
    const asked = await attempt(() => ctx.confirm('Really?'));
    return { version: ctx.protocolVersion, era: ctx.era, asked: 'code' in asked ? asked.code : 'asked' };
  }

  @Tool('Tells how far it is, and that something else changed')
  async work(ctx: Context) {
    await ctx.reportProgress(1, 2);
    await ctx.notifyToolListChanged();
    await ctx.reportProgress(2, 2);
    return 'worked';
  }

  @Tool({ description: 'Takes too long', timeout: 50 })
  async slow({ signal }: Context) {
    await delay(60_000, undefined, { signal });
  }

  @Tool('Asks')
  async ask(ctx: Context) {
    return (await ctx.confirm('Really?')) ? 'yes' : 'no';
  }
}

@Module({ providers: [WireTools] })
class WireModule {}

const served = serve(WireModule, { instructions: 'Echo, mostly.' });
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function connect(era: 'session' | 'stateless', capabilities = {}): Promise<RawLine> {
  const line = await RawLine.open(served.app, era, capabilities);
  open.push(line);
  return line;
}

describe.each(['session', 'stateless'] as const)('%s', (era) => {
  it('B1: an answer has the id of its request, and either a result or an error', async () => {
    const line = await connect(era);
    const known = await line.request('tools/list');
    const unknown = await line.request('no/such/method');
    expect(Object.keys(known).sort()).toEqual(['id', 'jsonrpc', 'result']);
    expect(Object.keys(unknown).sort()).toEqual(['error', 'id', 'jsonrpc']);
    expect(Number.isInteger(unknown.error?.code)).toBe(true);
    const meta = era === 'stateless' ? envelope() : {};
    await line.send({ id: 'a text', method: 'tools/list', params: { _meta: meta } });
    await eventually(() => expect(line.received.map(({ id }) => id)).toContain('a text'));
  });

  it('B1: a notification is never answered, not even one that nobody knows', async () => {
    const line = await connect(era);
    const before = line.received.length;
    for (const method of ['notifications/nobody-knows', 'tools/call', 'notifications/progress'])
      await line.send({ method, params: era === 'stateless' ? { _meta: envelope() } : {} });
    await line.request('tools/list');
    expect(line.received).toHaveLength(before + 1);
  });

  it('B1: text travels in UTF-8', async () => {
    const words = 'Grüße, 世界 🌍 \u2028';
    const params = { name: 'echo', arguments: { words } };
    const { messages } =
      era === 'stateless'
        ? await sendStateless(served.url, 'tools/call', params)
        : await send(
            served.url,
            'POST',
            { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
            (await openSession(served.url)).headers,
          );
    expect(text(messages[0]!)).toBe(words);
  });

  it('L4: only the revision and the capabilities that were agreed on are used', async () => {
    const { result } = await (await connect(era)).call('agreed');
    expect(result?.['structuredContent']).toEqual({
      version: era === 'session' ? '2025-11-25' : '2026-07-28',
      era,
      asked: 'PORTICO_CLIENT_CAPABILITY',
    });
  });

  it('H5: a request is answered by JSON where nothing was said before, else by a stream of events', async () => {
    const head =
      era === 'session'
        ? (await openSession(served.url)).headers
        : { ...standardHeaders('tools/call', { name: 'echo' }) };
    const call = (name: string, meta: object) => {
      const _meta = era === 'stateless' ? { ...envelope(), ...meta } : meta;
      const params = { name, arguments: name === 'echo' ? { words: 'x' } : {}, _meta };
      const headers = era === 'stateless' ? { ...head, 'mcp-name': name } : head;
      return send(served.url, 'POST', { jsonrpc: '2.0', id: name, method: 'tools/call', params }, headers);
    };
    const [silent, telling] = [await call('echo', {}), await call('work', { progressToken: 1 })];
    expect(silent.headers['content-type']).toMatch(/^application\/json/);
    expect(telling.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(telling.messages.at(-1)).toMatchObject({ id: 'work', result: {} });
  });
});

it.each(['2024-11-05', '2025-03-26', '2025-06-18'])(
  'L4: revision %s is spoken once agreed on',
  async (version) => {
    const line = new RawLine(served.app, 'session');
    open.push(line);
    await line.initialize(version);
    await line.send({ method: 'notifications/initialized' });
    expect((await line.call('agreed')).result?.['structuredContent']).toMatchObject({ version });
  },
);

it('L6: a server says which revisions it speaks, what it can and who it is', async () => {
  const { result } = await (await connect('stateless')).request('server/discover');
  expect(result).toMatchObject({
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: { listChanged: true } },
    instructions: 'Echo, mostly.',
    ttlMs: expect.any(Number),
    cacheScope: 'private',
    _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'obligations', version: '1.0.0' } },
  });
});

it('L8: who speaks the stateless revision on a connection and then shakes hands is told the revisions', async () => {
  const line = await connect('stateless');
  await line.request('tools/list');
  await line.send({ id: 'late', method: 'initialize', params: { protocolVersion: '2025-11-25' } });
  const { error } = await eventually(() => {
    const found = line.received.find(({ id }) => id === 'late');
    if (!found) throw new Error('no answer');
    return found;
  });
  expect(error).toMatchObject({ code: -32_022, data: { supported: ['2026-07-28'] } });
});

describe('a session with a stream of its own', () => {
  it('H9, H10: hears there what belongs to no request, and of a request only where it was asked', async () => {
    const session = await RawSession.open(served.url.href);
    const stream = await session.listen();
    const answer = await session.call('work');
    await eventually(() => expect(stream.messages).toHaveLength(1));
    await delay(50);
    const methods = (messages: readonly { method?: string }[]) => messages.map(({ method }) => method);
    expect(methods(stream.messages)).toEqual(['notifications/tools/list_changed']);
    const onPost = answer.events.flatMap(({ message }) => message ?? []);
    expect(methods(onPost)).toEqual(['notifications/progress', 'notifications/progress', undefined]);
    stream.hangUp();
    await session.end();
  });

  it('H9: opens one that is an event stream, or none', async () => {
    const session = await RawSession.open(served.url.href);
    expect((await session.listen()).headers['content-type']).toBe('text/event-stream');
    const html = { ...session.head(), accept: 'text/html' } as Record<string, string>;
    expect((await send(served.url, 'GET', undefined, html)).status).toBe(406);
    await session.end();
  });

  it('H10: two of its requests do not mix', async () => {
    const session = await RawSession.open(served.url.href);
    const calls = [1, 2, 3].map((id) => session.post(callRequest('work', {}, id)));
    for (const [i, { events }] of (await Promise.all(calls)).entries()) {
      const ids = events.flatMap(({ message }) => message?.id ?? []);
      expect(ids).toEqual([i + 1]);
      expect(events).toHaveLength(3);
    }
    await session.end();
  });
});

describe('a request of the stateless revision', () => {
  const call = (name: string, capabilities = {}) =>
    sendStateless(
      served.url,
      'tools/call',
      { name, arguments: {} },
      { capabilities, meta: { progressToken: 7 } },
    );

  it('H18: hears only what is about it, and the stream ends with the answer', async () => {
    const { messages } = await call('work');
    expect(messages.map(({ method, params }) => [method, params?.['progressToken']])).toEqual([
      ['notifications/progress', 7],
      ['notifications/progress', 7],
      [undefined, undefined],
    ]);
  });

  it('H18: is asked nothing on the stream', async () => {
    const { messages } = await call('ask', { elicitation: { form: {} } });
    expect(messages.filter(({ method }) => method !== undefined)).toEqual([]);
    expect(messages.at(-1)?.result).toMatchObject({ resultType: 'input_required' });
  });

  it('X2: is never told that something is cancelled, whatever becomes of it', async () => {
    const line = await connect('stateless', { elicitation: { form: {} } });
    const received: Message[] = [
      await line.call('slow'),
      await line.call('ask'),
      ...(await call('slow')).messages,
      ...line.received,
    ];
    expect(received.filter(({ method }) => method === 'notifications/cancelled')).toEqual([]);
  });
});

describe('H19: proxies are told to pass on events as they come', () => {
  const unbuffered = { 'x-accel-buffering': 'no', 'cache-control': expect.stringContaining('no-cache') };

  it('to a session', async () => {
    const session = await RawSession.open(served.url.href);
    expect((await session.listen()).headers).toMatchObject(unbuffered);
    expect((await session.call('work')).headers).toMatchObject(unbuffered);
    await session.end();
  });

  it('over the stateless revision', async () => {
    const params = { name: 'work', arguments: {}, _meta: envelope({}, { progressToken: 1 }) };
    const headers = { ...POST_HEADERS, ...standardHeaders('tools/call', params) };
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    const stream = await openStream(served.url, { headers, body });
    expect(stream.headers).toMatchObject(unbuffered);
    await stream.ended;
    expect(parseEvents(stream.text)).toHaveLength(3);
  });
});
