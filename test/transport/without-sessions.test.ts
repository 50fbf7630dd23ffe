import { afterEach, describe, expect, test } from '@jest/globals';
import { appClients } from './support/app-clients.js';
import { createApp } from './support/app.fixture.js';
import { POST_HEADERS } from './support/raw-http.js';
import { initializeRequest } from './support/raw-session.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function listen(): Promise<string> {
  const { app } = await createApp();
  cleanUps.push(() => app.close());
  return (await app.listen({ transport: 'http', port: 0, signals: false, sessions: false })).address;
}

describe.each(appClients)('a port without sessions, for the client of $name', (kind) => {
  test('serves calls and what is said during them, and tells at once what cannot work', async () => {
    const client = await kind.connect(await listen(), fetch);
    cleanUps.push(() => client.close());
    expect((await client.call('facts')).structuredContent).toMatchObject({
      era: kind.era,
      hasSession: false,
    });
    expect(await client.text('work')).toBe('worked');
    expect(client.progress).toEqual([1, 2, 3]);
    expect(await client.text('remember')).toBe('PORTICO_STATE_NO_SESSION');
  });
});

test('gives nobody a session, and knows none', async () => {
  const address = await listen();
  const opened = await fetch(address, {
    method: 'POST',
    headers: POST_HEADERS,
    body: JSON.stringify(initializeRequest()),
  });
  expect([opened.status, opened.headers.get('mcp-session-id')]).toEqual([200, null]);
  await opened.text();
  for (const method of ['GET', 'DELETE'])
    expect(
      (await fetch(address, { method, headers: { ...POST_HEADERS, 'mcp-session-id': 'one' } })).status,
    ).toBe(405);
});
