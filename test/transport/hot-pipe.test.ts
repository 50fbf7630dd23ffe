import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { oddCalls, oddRequests, session, stateless } from './support/odd-requests.js';
import { OddPipe } from './support/odd-pipe.js';
import type { Message } from './support/raw-http.js';

const eras = [
  { era: 'stateless', make: stateless },
  { era: 'session', make: session as typeof stateless },
] as const;

const PAGES = { pageSize: 2 };

/** What differs from one answer to the next is nobody's business. */
function visible(messages: readonly Message[]): unknown {
  return JSON.parse(JSON.stringify(messages).replace(/error id [\w-]+/g, 'error id')) as unknown;
}

/** The same server twice, on a pipe: with the hot path and without it. Whatever is said to both is answered by both alike. */
describe.each(eras)('on a pipe, with and without the hot path, in the $era era', ({ era, make }) => {
  let pipes: readonly OddPipe[];
  beforeAll(async () => {
    pipes = [true, false].map((hotPath) => new OddPipe({ ...PAGES, hotPath }));
    const clientInfo = { name: 'raw', version: '1.0.0' };
    const params = { protocolVersion: '2025-11-25', capabilities: { elicitation: {} }, clientInfo };
    const first = era === 'stateless' ? make('tools/list').body : session('initialize', params).body;
    await expectAlike(first);
    if (era === 'session') await expectAlike({ jsonrpc: '2.0', method: 'notifications/initialized' });
  });
  afterAll(async () => {
    await Promise.all(pipes.map((pipe) => pipe.close()));
  });

  const call = (name: string, id: unknown = 1, args: object = {}) => ({
    ...(make('tools/call', { name, arguments: args }).body as object),
    id,
  });

  async function expectAlike(...messages: readonly unknown[]): Promise<readonly Message[]> {
    const [on, off] = await Promise.all(pipes.map((pipe) => pipe.say(...messages)));
    expect(visible(on!)).toEqual(visible(off!));
    return on!;
  }

  test.each(oddCalls)('a call of %j with %j is answered alike', async (name, args) => {
    await expectAlike(call(name, 1, args));
  });

  // There are no headers here.
  const seen = new Set<string>();
  const requests = oddRequests(era, make)
    .map(([what, { body }]) => [what, typeof body === 'string' ? body : JSON.stringify(body)] as const)
    .filter(
      ([what, text]) => !/^(Accept|Content-Type|Mcp-|MCP-)/.test(what) && !seen.has(text) && seen.add(text),
    );
  test.each(requests)('%s is answered alike', async (_what, text) => {
    await expectAlike(text);
  });

  const levels = ['debug', 'info', 'error', 'emergency', 'nothing', null, 1];
  test.each(levels)('what is logged is told alike from level %j on', async (level) => {
    const key = 'io.modelcontextprotocol/logLevel';
    const told = { name: 'tell', arguments: {} };
    if (era === 'session') {
      // In one piece: the level holds for what is asked after it.
      await expectAlike(make('logging/setLevel', { level }).body, {
        ...(make('tools/call', { ...told, _meta: { progressToken: 'a' } }).body as object),
        id: 2,
      });
      await expectAlike(make('logging/setLevel', { level: 'debug' }).body);
    } else await expectAlike(make('tools/call', told, { [key]: level, progressToken: 'a' }).body);
  });

  test('a list is turned over page by page alike', async () => {
    let cursor: unknown;
    let pages = 0;
    do {
      const [answer] = await expectAlike(make('tools/list', cursor === undefined ? {} : { cursor }).body);
      cursor = answer!.result!['nextCursor'];
      pages++;
    } while (cursor !== undefined);
    expect(pages).toBeGreaterThan(2);
  });

  test('what is told during a call comes in order, and before the result', async () => {
    const meta = { progressToken: 'a', 'io.modelcontextprotocol/logLevel': 'debug' };
    const told = { name: 'tell', arguments: {} };
    const messages = await expectAlike(
      era === 'session'
        ? make('tools/call', { ...told, _meta: { progressToken: 'a' } }).body
        : make('tools/call', told, meta).body,
    );
    const [progress, message] = ['notifications/progress', 'notifications/message'];
    expect(messages.map(({ method }) => method)).toEqual([progress, message, message, message, undefined]);
  });

  test('many requests in one piece are answered, each by its id', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => `many ${i}`);
    const asked = ids.map((id, i) => call(i % 5 === 4 ? 'nobody' : 'echo', id, { i }));
    for (const pipe of pipes) {
      const answers = await pipe.say(...asked);
      expect(answers.map(({ id }) => id).sort()).toEqual([...ids].sort());
    }
  });

  test('a call that its client gives up ends, and is not answered', async () => {
    const cancel = (requestId: string, reason?: unknown) => ({
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId, ...(reason !== undefined && { reason }) },
    });
    const lasting = ['one', 'two', 'three'].map((id) => call('wait', id));
    for (const pipe of pipes) pipe.write([...lasting, cancel('two', 'enough')]);
    // What it was asked before it waits for its end, and afterwards: neither is lost.
    await expectAlike(call('echo'));
    await expectAlike(cancel('one'), cancel('three', 'more than enough'), cancel('nobody'));
    await expectAlike(cancel('one', 'again'));
    const [answer] = await expectAlike(call('ended'));
    expect(answer!.result!.content![0]!.text).toMatch(/two: enough.*one: .*three: more than enough/);
  });

  test('a request that uses an id again is answered, too', async () => {
    for (const pipe of pipes) {
      const ids = [];
      pipe.write([call('tell', 'twice'), call('echo', 'twice'), call('ended', 'last')]);
      while (ids.filter((id) => id === 'twice').length < 2)
        ids.push(...(await pipe.hear(({ id }) => id !== undefined)).map(({ id }) => id));
    }
  });

  test('a message that lies too deep is refused, and what follows is read', async () => {
    const deep = '['.repeat(200) + ']'.repeat(200);
    const asked = call('echo', 'deep');
    const text = JSON.stringify(asked).replace('"arguments":{}', `"arguments":{"a":${deep}}`);
    const [refusal] = await expectAlike(text);
    expect(refusal).toEqual({
      jsonrpc: '2.0',
      id: 'deep',
      error: { code: -32_600, message: 'Invalid Request: values may lie at most 100 deep within each other' },
    });
    await expectAlike(text.replace('"id":"deep",', '').replace(',"id":"deep"', ''));
    await expectAlike(call('echo'));
  });

  if (era === 'session') {
    test('a question that a call asks is asked alike, and its answer arrives', async () => {
      const answers: unknown[] = [];
      for (const pipe of pipes) {
        pipe.write([call('ask', 'asking')]);
        const [question] = await pipe.hear(({ method }) => method === 'elicitation/create');
        const { id, ...asked } = question!;
        const result = {
          action: 'accept',
          content: { confirmed: true, confirm: true, value: true, answer: true },
        };
        pipe.write([{ jsonrpc: '2.0', id, result }]);
        answers.push(asked, await pipe.hear((message) => message.id === 'asking'));
      }
      expect(answers.slice(0, 2)).toEqual(answers.slice(2));
    });

    test('a handshake that comes again is answered alike, and holds for what follows', async () => {
      const clientInfo = { name: 'another', version: '2.0.0' };
      const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
      await expectAlike({ ...(session('initialize', params).body as object), id: 'again' }, call('echo'));
      const [answer] = await expectAlike(call('echo'));
      expect(answer).toMatchObject({
        result: {
          structuredContent: { about: { client: { name: 'another' }, protocolVersion: '2025-06-18' } },
        },
      });
    });
  }

  test('whatever parameters there are, they are answered alike', async () => {
    const key = fc.constantFrom('name', 'arguments', 'uri', 'cursor', '_meta', 'a', 'task', 'constructor');
    const some = fc.constantFrom<unknown>('echo', 'greet', 'odd://text', {}, { who: 'x' }, { a: 1 });
    const value = fc.oneof(
      { weight: 3, arbitrary: some },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
    );
    const method = fc.constantFrom('tools/call', 'prompts/get', 'resources/read', 'tools/list', 'ping');
    await fc.assert(
      fc.asyncProperty(method, fc.dictionary(key, value, { maxKeys: 4 }), async (name, params) => {
        await expectAlike(make(name, params).body);
      }),
      { numRuns: 100, seed: 20_261_122 },
    );
  });

  test('what the operators read is the same', () => {
    const [on, off] = pipes;
    expect(on!.log).toEqual(off!.log);
  });
});
