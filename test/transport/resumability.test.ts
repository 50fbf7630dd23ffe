import { afterEach, describe, expect, test } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { eventually } from '../support/eventually.js';
import { MemoryEventStore, type EventStore } from '../../src/transport/http/index.js';
import { callRequest, RawSession } from './support/raw-session.js';
import { closeAll, serve } from './support/serve.js';

afterEach(closeAll);

const resumable = { resumability: { retry: 20 } };

describe('where events are kept', () => {
  test('a stream begins with an event that says how to come back, and every event has an id', async () => {
    const { url } = await serve(resumable);
    const session = await RawSession.open(url);
    const response = await session.call('progress', { count: 2 });
    expect(response.events[0]).toEqual({ id: expect.any(String), retry: '20', data: '' });
    const ids = response.events.map(({ id }) => id);
    expect(ids).toEqual(ids.map(() => expect.stringMatching(/^[0-9a-f-]{36}_[0-9a-z]+$/)));
    expect(new Set(ids).size).toBe(4);
    expect(response.text).toMatch(/^id: \S+\nretry: 20\ndata: \n\nevent: message\nid: /);
  });

  test('but not for clients of earlier revisions, which stumble over it', async () => {
    const { url } = await serve(resumable);
    const session = await RawSession.open(url, '2025-06-18');
    const { events } = await session.call('progress', { count: 1 });
    expect(events.map(({ data }) => data === '')).toEqual([false, false]);
    expect(events.every(({ id }) => id !== undefined)).toBe(true);
  });

  test('an answer without anything before it is still JSON', async () => {
    const { url } = await serve(resumable);
    const session = await RawSession.open(url);
    expect((await session.call('echo', { text: 'a' })).headers['content-type']).toBe('application/json');
  });

  test('a request that runs long becomes resumable before it says anything', async () => {
    const served = await serve({ resumability: true });
    const session = await RawSession.open(served.url);
    const response = await session.postOpen(callRequest('wait', { gate: 'long' }, 1));
    await eventually(() => expect(response.events).toHaveLength(1));
    const lastEventId = response.events[0]!.id;
    response.hangUp();
    const resumed = await session.listen({ 'last-event-id': lastEventId });
    served.gate('long').release();
    await resumed.ended;
    expect(resumed.messages).toMatchObject([{ id: 1, result: { content: [{ text: 'passed long' }] } }]);
  });

  test('a client that lost its connection gets what it missed, and then the rest as it comes', async () => {
    const served = await serve(resumable);
    const session = await RawSession.open(served.url);
    const response = await session.postOpen(callRequest('wait', { gate: 'lost', before: 3 }, 1));
    await eventually(() => expect(response.messages).toHaveLength(3));
    const [, first] = response.events;
    response.hangUp();
    const resumed = await session.listen({ 'last-event-id': first!.id });
    expect(resumed.headers['mcp-session-id']).toBe(session.id);
    await eventually(() =>
      expect(resumed.messages.map(({ params }) => params?.['progress'])).toEqual([2, 3]),
    );
    served.gate('lost').release();
    await resumed.ended;
    expect(resumed.messages.at(-1)).toMatchObject({ id: 1, result: {} });
  });

  test('also after everything was said; who has it all is told not to come back', async () => {
    const { url } = await serve(resumable);
    const session = await RawSession.open(url);
    const { events } = await session.call('progress', { count: 2 });
    const resumed = await session.listen({ 'last-event-id': events[0]!.id });
    await resumed.ended;
    expect(resumed.events).toEqual(events.slice(1));
    expect((await session.listen({ 'last-event-id': events.at(-1)!.id })).status).toBe(204);
  });

  test('the answer is kept for a client that is away when it comes', async () => {
    const served = await serve(resumable);
    const session = await RawSession.open(served.url);
    const response = await session.postOpen(callRequest('wait', { gate: 'away', before: 1 }, 1));
    await eventually(() => expect(response.events).toHaveLength(2));
    response.hangUp();
    served.gate('away').release();
    await eventually(() => expect(served.observed.finished).toEqual(['away']));
    const resumed = await session.listen({ 'last-event-id': response.events[1]!.id });
    await resumed.ended;
    expect(resumed.messages).toMatchObject([{ id: 1, result: { content: [{ text: 'passed away' }] } }]);
  });

  test('a stream replays its own messages only', async () => {
    const served = await serve(resumable);
    const session = await RawSession.open(served.url);
    const a = await session.postOpen(callRequest('wait', { gate: 'a', before: 1 }, 'a'));
    const b = await session.postOpen(callRequest('wait', { gate: 'b', before: 1 }, 'b'));
    const standalone = await session.listen();
    await session.call('announce');
    await eventually(() =>
      expect([a.events.length, b.events.length, standalone.events.length]).toEqual([2, 2, 2]),
    );
    served.gate('a').release();
    served.gate('b').release();
    await Promise.all([a.ended, b.ended]);
    const resumed = await session.listen({ 'last-event-id': a.events[0]!.id });
    await resumed.ended;
    expect(resumed.messages.map(({ id, method }) => id ?? method)).toEqual(['notifications/progress', 'a']);
  });

  test('the standalone stream goes on where it broke off', async () => {
    const { url } = await serve(resumable);
    const session = await RawSession.open(url);
    const first = await session.listen();
    await eventually(() => expect(first.events).toHaveLength(1));
    first.hangUp();
    await session.call('announce');
    const second = await session.listen({ 'last-event-id': first.events[0]!.id });
    await eventually(() => expect(second.messages).toHaveLength(1));
    await session.call('announce');
    await eventually(() => expect(second.messages).toHaveLength(2));
  });

  test('who comes back takes over from a connection that only seems to be there', async () => {
    const served = await serve(resumable);
    const session = await RawSession.open(served.url);
    const stale = await session.postOpen(callRequest('wait', { gate: 'stale', before: 1 }, 1));
    await eventually(() => expect(stale.events).toHaveLength(2));
    const fresh = await session.listen({ 'last-event-id': stale.events[0]!.id });
    await stale.ended;
    served.gate('stale').release();
    await fresh.ended;
    expect(fresh.messages).toHaveLength(2);
    expect(stale.messages).toHaveLength(1);
  });

  test('an id that is not of this session is refused', async () => {
    const { url } = await serve(resumable);
    const [ada, bob] = [await RawSession.open(url), await RawSession.open(url)];
    const { events } = await ada.call('progress');
    for (const id of [events[0]!.id, `${events[0]!.id}0`, 'made-up', 'a\tb']) {
      const response = await bob.listen({ 'last-event-id': id });
      await response.ended;
      expect([response.status, response.json]).toMatchObject([400, { error: { code: -32_000 } }]);
    }
  });
});

test('the client of SDK v1, which takes an error for a lost connection, is kept from asking for ever', async () => {
  const { url } = await serve(resumable);
  let gets = 0;
  const counting: typeof fetch = (input, init) => {
    gets += init?.method === 'GET' ? 1 : 0;
    return fetch(input, init);
  };
  const client = new FirstClient({ name: 'first', version: '1.0.0' });
  const transport = new FirstTransport(new URL(url), { fetch: counting });
  await client.connect(transport);
  await expect(client.callTool({ name: 'fault' })).rejects.toThrow(/at fault/);
  await new Promise((resolve) => setTimeout(resolve, 300));
  // The standalone stream, and one more that told it to stop.
  expect(gets).toBe(2);
  await client.close();
});

describe('closing the stream of a request early', () => {
  test('lets the client go, and gives it the rest when it comes back', async () => {
    const served = await serve(resumable);
    const session = await RawSession.open(served.url);
    const response = await session.postOpen(callRequest('poll', { gate: 'poll' }, 1));
    await response.ended;
    expect(response.events).toEqual([
      { id: expect.any(String), retry: '20', data: '' },
      { retry: '20', data: '' },
    ]);
    const resumed = await session.listen({ 'last-event-id': response.events[0]!.id });
    served.gate('poll').release();
    await resumed.ended;
    expect(resumed.messages.map(({ id, method }) => id ?? method)).toEqual(['notifications/progress', 1]);
  });

  test.each([
    ['SDK v1', callWithFirst],
    ['SDK v2', callWithSecond],
  ])('works with the client of %s, which comes back by itself', async (_name, call) => {
    const served = await serve(resumable);
    const progress: number[] = [];
    const result = call(new URL(served.url), (update) => progress.push(update.progress));
    await served.gate('client').reached;
    await new Promise((resolve) => setTimeout(resolve, 60));
    served.gate('client').release();
    expect(await result).toMatchObject({ content: [{ text: 'polled' }] });
    expect(progress).toEqual([1]);
  });

  test.each([
    ['no events are kept', {}, '2025-11-25', /the server keeps no events\. Turn on the option resumability/],
    [
      'the client does not know how to come back',
      resumable,
      '2025-06-18',
      /only clients of protocol revision 2025-11-25/,
    ],
  ])('is a typed error where %s', async (_why, options, version, reason) => {
    const { url } = await serve(options);
    const session = await RawSession.open(url, version);
    const text = await session.textOf('poll');
    expect(text).toMatch(/^PORTICO_CANNOT_CLOSE_STREAM: /);
    expect(text).toMatch(reason);
  });
});

describe('an event store of one’s own', () => {
  /** Answers late, and later for what came first. */
  class SlowStore implements EventStore {
    readonly memory = new MemoryEventStore();
    readonly forgotten: string[] = [];
    private delay = 30;

    async append(...args: Parameters<EventStore['append']>): Promise<string> {
      await new Promise((resolve) => setTimeout(resolve, (this.delay = Math.max(0, this.delay - 10))));
      return this.memory.append(...args);
    }
    async streamOf(...args: Parameters<EventStore['streamOf']>): Promise<string | undefined> {
      return this.memory.streamOf(...args);
    }
    async replayAfter(...args: Parameters<EventStore['replayAfter']>): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve, 20));
      this.memory.replayAfter(...args);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    forget(sessionId: string): void {
      this.forgotten.push(sessionId);
    }
  }

  test('may take its time: nothing is lost, repeated or out of order', async () => {
    const store = new SlowStore();
    const served = await serve({ resumability: { store } });
    const session = await RawSession.open(served.url);
    const response = await session.postOpen(callRequest('wait', { gate: 'slow', before: 4 }, 1));
    await eventually(() => expect(response.messages).toHaveLength(4));
    expect(response.messages.map(({ params }) => params?.['progress'])).toEqual([1, 2, 3, 4]);
    response.hangUp();
    const resumed = await session.listen({ 'last-event-id': response.events[2]!.id });
    served.gate('slow').release();
    await resumed.ended;
    expect(resumed.messages.map(({ id, params }) => id ?? params?.['progress'])).toEqual([3, 4, 1]);
    await session.end();
    await eventually(() => expect(store.forgotten).toEqual([session.id]));
  });

  test('may fail: the client still gets its answer, and the log says what is lost', async () => {
    const store = new SlowStore();
    store.append = () => Promise.reject(new Error('connection refused'));
    const { url, log } = await serve({ resumability: { store } });
    const session = await RawSession.open(url);
    const { events } = await session.call('progress', { count: 1 });
    expect(events.map(({ id }) => id)).toEqual([undefined, undefined, undefined]);
    expect(events.at(-1)!.message?.result).toBeDefined();
    expect(log.text).toMatch(/The event store failed/);
  });

  test('may be away: a client that comes back is asked to come again', async () => {
    const store = new SlowStore();
    const { url, log } = await serve({ resumability: { store } });
    const session = await RawSession.open(url);
    store.streamOf = () => Promise.reject(new Error('connection refused'));
    const response = await session.listen({ 'last-event-id': 'some' });
    expect([response.status, response.headers['retry-after']]).toEqual([503, '1']);
    expect(log.text).toMatch(/could not come back to a stream/);
  });
});

type OnProgress = (update: { progress: number }) => void;
const poll = { name: 'poll', arguments: { gate: 'client' } };

async function callWithFirst(url: URL, onprogress: OnProgress): Promise<unknown> {
  const client = new FirstClient({ name: 'first', version: '1.0.0' });
  await client.connect(new FirstTransport(url));
  const result = await client.callTool(poll, undefined, { onprogress });
  await client.close();
  return result;
}

async function callWithSecond(url: URL, onprogress: OnProgress): Promise<unknown> {
  const client = new Client({ name: 'second', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(url));
  const result = await client.callTool(poll, { onprogress });
  await client.close();
  return result;
}
