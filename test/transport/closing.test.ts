import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { send } from './support/raw-http.js';
import { callRequest, initializeRequest, RawSession, textIn } from './support/raw-session.js';
import { closeAll, serve } from './support/serve.js';

afterEach(closeAll);

const DRAIN = { drainTimeout: 5_000 };

describe('closing', () => {
  test('waits for the requests that are being worked on', async () => {
    const served = await serve(DRAIN);
    const session = await RawSession.open(served.url);
    const answer = session.call('wait', { gate: 'drain' });
    await served.gate('drain').reached;
    let isClosed = false;
    const closing = served.close().then(() => (isClosed = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isClosed).toBe(false);
    served.gate('drain').release();
    expect(textIn(await answer)).toBe('passed drain');
    await closing;
  });

  test('lets in the answers to questions meanwhile, but nothing new', async () => {
    const served = await serve(DRAIN);
    const session = await RawSession.open(served.url, '2025-11-25', {}, { elicitation: {} });
    const response = await session.postOpen(callRequest('ask', {}, 1));
    const question = await eventually(() => response.messages[0] ?? fail());
    const closing = served.close();
    for (const refused of [await session.call('echo'), await send(served.url, { body: initializeRequest() })])
      expect([refused.status, refused.headers['retry-after'], refused.json]).toMatchObject([
        503,
        '5',
        { error: { message: 'The server is shutting down' } },
      ]);
    expect((await session.listen()).status).toBe(503);
    expect(
      (await session.post({ jsonrpc: '2.0', id: question.id, result: { action: 'decline' } })).status,
    ).toBe(202);
    await response.ended;
    expect(response.messages.at(-1)).toMatchObject({
      id: 1,
      result: { content: [{ text: '{"action":"decline"}' }] },
    });
    await closing;
  });

  test('does not wait for ever: what is not done is told so and aborted', async () => {
    const served = await serve({ drainTimeout: 100 });
    const session = await RawSession.open(served.url);
    const plain = session.post(callRequest('wait', { gate: 'plain' }, 1));
    const streaming = await session.postOpen(callRequest('wait', { gate: 'stream', before: 1 }, 2));
    const listening = await session.listen();
    await served.gate('plain').reached;
    await served.close();
    const answer = await plain;
    expect([answer.status, answer.json]).toMatchObject([
      503,
      { id: 1, error: { code: -32_000, message: 'The server is shutting down' } },
    ]);
    await Promise.all([streaming.ended, listening.ended]);
    expect(streaming.messages.at(-1)).toMatchObject({
      id: 2,
      error: { message: 'The server is shutting down' },
    });
    expect(served.observed.aborted.sort()).toEqual(['plain', 'stream']);
    expect(served.observed.servers.size).toBe(0);
  });

  test('leaves nobody listening', async () => {
    const served = await serve();
    const session = await RawSession.open(served.url);
    await served.close();
    await expect(session.call('echo')).rejects.toThrow(/ECONNREFUSED/);
  });

  test('may be asked for twice', async () => {
    const served = await serve();
    await Promise.all([served.close(), served.close()]);
  });
});

function fail(): never {
  throw new Error('not yet');
}
