import { request } from 'node:http';
import { envelope, type Message } from './raw-line.js';

/** An HTTP response, with the messages in it, whether it is JSON or a stream of events. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly messages: readonly Message[];
}

const accept = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** One request by hand; every header can be set, `Host` and `Origin` too. */
export function send(
  url: URL,
  method: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: { ...accept, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: text,
          messages: parse(text, response.headers['content-type'] ?? ''),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parse(text: string, type: string): Message[] {
  if (type.includes('text/event-stream'))
    return Array.from(text.matchAll(/^data: ?(\S.*)$/gm), ([, data]) => JSON.parse(data!) as Message);
  return type.includes('application/json') && text !== '' ? [JSON.parse(text) as Message] : [];
}

const NAMES: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/** The headers that go with a request of the stateless revision. */
export function standardHeaders(method: string, params: Record<string, unknown>): Record<string, string> {
  const name = params[NAMES[method] ?? ''];
  return {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(typeof name === 'string' && { 'mcp-name': name }),
  };
}

/** One request of the stateless revision. */
export function sendStateless(
  url: URL,
  method: string,
  params: Record<string, unknown> = {},
  {
    capabilities = {},
    headers = {},
    meta = {},
  }: { capabilities?: object; headers?: Record<string, string>; meta?: object } = {},
): Promise<RawResponse> {
  const body = { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: envelope(capabilities, meta) } };
  return send(url, 'POST', body, { ...standardHeaders(method, params), ...headers });
}

/** A session over HTTP, opened by hand. */
export async function openSession(
  url: URL,
  capabilities: object = {},
  more: Readonly<Record<string, string>> = {},
) {
  const clientInfo = { name: 'raw', version: '1.0.0' };
  const params = { protocolVersion: '2025-11-25', capabilities, clientInfo };
  const opened = await send(url, 'POST', { jsonrpc: '2.0', id: 0, method: 'initialize', params }, more);
  const id = String(opened.headers['mcp-session-id']);
  const headers = { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' };
  await send(url, 'POST', { jsonrpc: '2.0', method: 'notifications/initialized' }, { ...headers, ...more });
  return { id, headers, opened };
}
