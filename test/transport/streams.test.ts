import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { callRequest, RawSession, textIn } from './support/raw-session.js';
import { closeAll, serve } from './support/serve.js';

afterEach(closeAll);

describe('the standalone stream', () => {
  test('carries what belongs to no request, and nothing else', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url);
    const stream = await session.listen();
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'x-accel-buffering': 'no',
      'mcp-session-id': session.id,
    });
    const answers = [await session.call('announce'), await session.call('progress')];
    expect(answers.map(textIn)).toEqual(['announced', 'worked']);
    await eventually(() => expect(stream.messages).toHaveLength(1));
    expect(stream.messages[0]!.method).toBe('notifications/tools/list_changed');
  });

  test('carries questions of the server; their answers come by POST', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url, '2025-11-25', {}, { roots: {} });
    const stream = await session.listen();
    const answer = session.call('askOutside');
    const question = await eventually(
      () => stream.messages.find(({ method }) => method === 'roots/list') ?? fail(),
    );
    expect(
      (await session.post({ jsonrpc: '2.0', id: question.id, result: { roots: [{ uri: 'file:///a' }] } }))
        .status,
    ).toBe(202);
    expect(JSON.parse(textIn(await answer))).toEqual({ roots: [{ uri: 'file:///a' }] });
  });

  test('is one at a time; another can be opened when it is gone', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url);
    const first = await session.listen();
    const second = await session.listen();
    await second.ended;
    expect([second.status, second.json]).toMatchObject([409, { error: { code: -32_000 } }]);
    first.hangUp();
    await eventually(async () => expect((await session.listen()).status).toBe(200));
  });

  test('asks for a client that accepts it', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url);
    expect((await session.listen({ accept: 'application/json' })).status).toBe(406);
  });

  test('is kept alive by comments', async () => {
    const { url } = await serve({ keepAlive: 40 });
    const session = await RawSession.open(url);
    const stream = await session.listen();
    await eventually(() => expect(stream.text).toMatch(/^(: keep-alive\n\n){2}/));
  });

  test('is silent where comments are turned off', async () => {
    const { url } = await serve({ keepAlive: 0 });
    const session = await RawSession.open(url);
    const stream = await session.listen();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stream.text).toBe('');
  });
});

describe('where no stream is open', () => {
  test('a question that belongs to no request is a typed error at once', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url, '2025-11-25', {}, { roots: {} });
    expect(await session.textOf('askOutside')).toMatch(
      /^PORTICO_CANNOT_ASK: roots\/list cannot be sent: .*no stream open/,
    );
  });

  test('a notification is dropped, and the log says so', async () => {
    const { url, log } = await serve();
    const session = await RawSession.open(url);
    expect(await session.textOf('announce')).toBe('announced');
    expect(log.text).toMatch(/notifications\/tools\/list_changed was dropped/);
  });
});

describe('a question within a request', () => {
  test('goes out on the stream of that request', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url, '2025-11-25', {}, { elicitation: {} });
    const response = await session.postOpen(callRequest('ask', {}, 1));
    const question = await eventually(
      () => response.messages.find(({ method }) => method === 'elicitation/create') ?? fail(),
    );
    await session.post({ jsonrpc: '2.0', id: question.id, result: { action: 'accept', content: {} } });
    await response.ended;
    expect(response.messages.at(-1)).toMatchObject({
      id: 1,
      result: { content: [{ text: '{"action":"accept","content":{}}' }] },
    });
  });

  test('is a typed error when the client has hung up without a way back', async () => {
    const served = await serve();
    const session = await RawSession.open(served.url, '2025-11-25', {}, { elicitation: {} });
    const transportOf = [...served.observed.servers][0]!.transport!;
    const response = await session.postOpen(callRequest('wait', { gate: 'gone', before: 1 }, 1));
    await served.gate('gone').reached;
    response.hangUp();
    await eventually(async () => {
      const question = { jsonrpc: '2.0' as const, id: 9, method: 'elicitation/create', params: {} };
      await expect(transportOf.send(question, { relatedRequestId: 1 })).rejects.toMatchObject({
        code: 'PORTICO_CANNOT_ASK',
      });
    });
    served.gate('gone').release();
  });
});

describe('a client that hangs up', () => {
  test('does not cancel its request, whose answer is dropped', async () => {
    const served = await serve();
    const session = await RawSession.open(served.url);
    for (const before of [0, 1]) {
      const gate = `hang-up-${before}`;
      const hangUp = new AbortController();
      const lost = fetch(served.url, {
        method: 'POST',
        headers: session.head() as Record<string, string>,
        body: JSON.stringify(callRequest('wait', { gate, before })),
        signal: hangUp.signal,
      }).then((response) => response.text());
      await served.gate(gate).reached;
      hangUp.abort();
      await expect(lost).rejects.toThrow();
      // By the time later requests are answered the server knows of the closed connection.
      for (const text of ['a', 'b']) expect(await session.textOf('echo', { text })).toBe(text);
      served.gate(gate).release();
      await eventually(() => expect(served.observed.finished).toContain(gate));
    }
    await eventually(() =>
      expect(
        served.log.text.match(/The answer to request \d+ was dropped: its client is gone/g),
      ).toHaveLength(2),
    );
    expect(served.observed.aborted).toEqual([]);
    expect(await session.textOf('echo', { text: 'still there' })).toBe('still there');
  });
});

describe('a client that reads slowly', () => {
  test('slows down who sends, and receives everything', async () => {
    const served = await serve();
    const session = await RawSession.open(served.url);
    const [count, size] = [400, 64 * 1024];
    const response = await session.postOpen(callRequest('progress', { count, size }));
    response.message.pause();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(served.observed.finished).toEqual([]);
    response.message.resume();
    await response.ended;
    expect(response.messages).toHaveLength(count + 1);
    expect(served.observed.finished).toEqual(['progress']);
  });
});

function fail(): never {
  throw new Error('not yet');
}
