import { afterEach, describe, expect, test } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { eventually } from '../support/eventually.js';
import { open, POST_HEADERS, send } from './support/raw-http.js';
import { closeAll, serve } from './support/serve.js';

afterEach(closeAll);

const VERSION = '2026-07-28';
const meta = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientCapabilities': {},
};

function stateless(
  method: string,
  params: Record<string, unknown> = {},
  headers: Record<string, string | undefined> = {},
) {
  const name = params['name'] as string | undefined;
  return {
    headers: {
      ...POST_HEADERS,
      'mcp-protocol-version': VERSION,
      'mcp-method': method,
      ...(name && { 'mcp-name': name }),
      ...headers,
    },
    body: { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } },
  };
}

describe('a request of the stateless revision', () => {
  test('is answered without a session', async () => {
    const { url } = await serve();
    const response = await send(url, stateless('tools/call', { name: 'echo', arguments: { text: 'hi' } }));
    expect([response.status, response.json]).toMatchObject([
      200,
      { id: 1, result: { content: [{ text: 'hi' }] } },
    ]);
    expect(response.headers).not.toHaveProperty('mcp-session-id');
  });

  test.each([
    ['an unknown method', stateless('nobody/knows'), 404, -32_601],
    ['a method of the session revisions', stateless('ping'), 404, -32_601],
    ['no Mcp-Method', stateless('tools/list', {}, { 'mcp-method': undefined }), 400, -32_020],
    ['another Mcp-Method', stateless('tools/list', {}, { 'mcp-method': 'tools/call' }), 400, -32_020],
    ['no Mcp-Name', stateless('tools/call', { name: 'echo' }, { 'mcp-name': undefined }), 400, -32_020],
    [
      'no MCP-Protocol-Version',
      stateless('tools/list', {}, { 'mcp-protocol-version': undefined }),
      400,
      -32_020,
    ],
    [
      'another MCP-Protocol-Version',
      stateless('tools/list', {}, { 'mcp-protocol-version': '2026-12-24' }),
      400,
      -32_020,
    ],
    [
      'the header but no envelope',
      { headers: stateless('tools/list').headers, body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } },
      400,
      -32_602,
    ],
    ['text', { ...stateless('tools/list', {}, { 'content-type': 'text/plain' }) }, 415, -32_000],
  ])('with %s is refused', async (_what, request, status, code) => {
    const { url } = await serve();
    const response = await send(url, request);
    expect([response.status, response.json]).toMatchObject([status, { error: { code } }]);
  });

  test('has the same limit of its body, with the same words', async () => {
    const { url } = await serve({ maxBodySize: 1_000 });
    const response = await send(
      url,
      stateless('tools/call', { name: 'echo', arguments: { text: 'x'.repeat(2_000) } }),
    );
    expect([response.status, response.json]).toMatchObject([
      413,
      { error: { message: 'The request body is larger than 1000 bytes' } },
    ]);
  });

  test('is cancelled by hanging up', async () => {
    const served = await serve();
    const call = await open(
      served.url,
      stateless('tools/call', { name: 'wait', arguments: { gate: 'hung-up', before: 1 } }),
    );
    await served.gate('hung-up').reached;
    call.hangUp();
    await eventually(() => expect(served.observed.aborted).toEqual(['hung-up']));
    served.gate('hung-up').release();
  });
});

describe('a subscription', () => {
  test('is open until the server closes, and does not hold that up', async () => {
    const served = await serve({ drainTimeout: 5_000 });
    const client = new Client(
      { name: 'c', version: '1' },
      { versionNegotiation: { mode: { pin: VERSION } } },
    );
    await client.connect(new StreamableHTTPClientTransport(new URL(served.url)));
    const subscription = await client.listen({ toolsListChanged: true });
    const before = Date.now();
    await served.close();
    expect(Date.now() - before).toBeLessThan(1_000);
    await subscription.closed;
    await client.close();
  });
});
