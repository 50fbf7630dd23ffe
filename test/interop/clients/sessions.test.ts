import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { serveSample, type RunningSample } from './support/samples.js';

let everything: RunningSample;

beforeAll(async () => {
  everything = await serveSample('everything');
});
afterAll(async () => {
  expect(await everything.stop()).toBe(0);
});

async function connect(sessionId?: string) {
  const client = new Client({ name: 'interop', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(everything.url, {
    ...(sessionId !== undefined && { sessionId }),
  });
  await client.connect(transport);
  return { client, transport };
}

it('SDK v1 goes on with a session over a new connection', async () => {
  const first = await connect();
  const { sessionId } = first.transport;
  await first.client.close();

  const second = await connect(sessionId);
  const { content } = await second.client.callTool({ name: 'test_simple_text' });
  expect(content).toEqual([{ type: 'text', text: 'This is a simple text response for testing.' }]);
  await second.client.close();
});

it('SDK v1 cannot go on with a session that it has ended', async () => {
  const first = await connect();
  const { sessionId } = first.transport;
  await first.transport.terminateSession();
  await first.client.close();

  const second = await connect(sessionId);
  await expect(second.client.callTool({ name: 'test_simple_text' })).rejects.toThrow(/Session not found/);
  await second.client.close();
});

it('SDK v1 comes back for a result whose stream was ended early', async () => {
  const { client } = await connect();
  const { content } = await client.callTool({ name: 'test_reconnection' });
  expect(content).toEqual([{ type: 'text', text: 'The client came back for the result' }]);
  await client.close();
});
