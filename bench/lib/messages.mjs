/**
 * What goes over the wire. A request is built once, and only the digits of its id are written for each call, so that the load
 * is sockets and not the building of strings.
 */
import { CTX_WORK, PATHNAME, RESOURCE } from '../contenders/surface.mjs';

export const SESSION_REVISION = '2025-11-25';
export const STATELESS_REVISION = '2026-07-28';

/** Ids have nine digits, this is the first. */
export const FIRST_ID = 100_000_000;
const PLACEHOLDER = '999999999';
const MESSAGE = 'The quick brown fox jumps over the lazy dog, again and again, until dusk.';

const call = (name, input, more) => ({
  method: 'tools/call',
  params: { name, arguments: input },
  events: 0,
  ...more,
});

/** Every operation: what is asked, what a right answer contains, and how many events come before it. */
export const OPERATIONS = {
  echo: call('echo', { message: MESSAGE, times: 2 }, { expect: `"text":"${MESSAGE} ${MESSAGE}"` }),
  add: call('add', { a: 19, b: 23 }, { expect: '"structuredContent":{"sum":42}' }),
  ctx_work: call('ctx_work', {}, { expect: '"text":"count=', events: 1 + CTX_WORK.steps, hears: true }),
  list: { method: 'tools/list', params: {}, expect: '"name":"echo"', events: 0 },
  read: { method: 'resources/read', params: { uri: RESOURCE.uri }, expect: 'retries', events: 0 },
  bad: call('echo', { message: '', times: 99 }, { isRefused: true }),
};

/** @returns what is wrong with an answer, events in front included; `undefined` for a right one */
export function faultOf({ expect, isRefused }, answer) {
  const refuses = answer.includes('"isError":true') || answer.includes('"error":{');
  if (isRefused) return refuses ? undefined : 'what is wrong was accepted';
  if (refuses) return 'it is an error';
  return answer.includes(expect) ? undefined : `it lacks ${expect}`;
}

/** Counts the notifications of a call in what came with its answer. */
export function countEvents(text) {
  let count = 0;
  for (let at = -1; (at = text.indexOf('"method":"notifications/', at + 1)) !== -1;) count++;
  return count;
}

const notice = (method) => JSON.stringify({ jsonrpc: '2.0', method });
const request = (id, method, params) => JSON.stringify({ jsonrpc: '2.0', id, method, params });

export const INITIALIZE = request(1, 'initialize', {
  protocolVersion: SESSION_REVISION,
  capabilities: {},
  clientInfo: { name: 'bench', version: '1.0.0' },
});
export const INITIALIZED = notice('notifications/initialized');
export const SET_LEVEL = request(2, 'logging/setLevel', { level: 'info' });

/** The body of an operation, with a placeholder for the id. */
function body(operation, isStateless) {
  const { method, params, hears } = operation;
  const meta = {
    ...(isStateless && {
      'io.modelcontextprotocol/protocolVersion': STATELESS_REVISION,
      'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
      'io.modelcontextprotocol/clientCapabilities': {},
      ...(hears && { 'io.modelcontextprotocol/logLevel': 'info' }),
    }),
    ...(hears && { progressToken: Number(PLACEHOLDER) }),
  };
  const full = Object.keys(meta).length > 0 ? { ...params, _meta: meta } : params;
  return request(Number(PLACEHOLDER), method, full);
}

/** The text of an HTTP request. */
export function httpRequest(port, { method = 'POST', payload = '', headers = {} }) {
  const all = {
    Host: `127.0.0.1:${port}`,
    Accept: 'application/json, text/event-stream',
    ...(method === 'POST' && {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(payload),
    }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${PATHNAME} HTTP/1.1\r\n${lines.join('')}\r\n${payload}`;
}

/** The headers of what belongs to a session. */
export const sessionHeaders = (session) => ({
  'MCP-Protocol-Version': SESSION_REVISION,
  ...(session !== undefined && { 'Mcp-Session-Id': session }),
});

/** An operation over HTTP, in a mode and, where the mode has them, a session. */
export function httpTemplate(operation, { mode, port, session }) {
  const isStateless = mode === STATELESS_REVISION;
  const { method, params } = operation;
  const headers = isStateless
    ? {
        'MCP-Protocol-Version': STATELESS_REVISION,
        'Mcp-Method': method,
        ...((params.name ?? params.uri) && { 'Mcp-Name': params.name ?? params.uri }),
      }
    : sessionHeaders(session);
  return new Template(httpRequest(port, { payload: body(operation, isStateless), headers }));
}

export const lineTemplate = (operation) => new Template(`${body(operation, false)}\n`);

/** A request of which the id is still to be written. */
class Template {
  constructor(text) {
    this.bytes = Buffer.from(text);
    this.places = [];
    for (let at = -1; (at = text.indexOf(PLACEHOLDER, at + 1)) !== -1;) this.places.push(at);
  }

  /** A buffer of its own: the socket may still hold the last one. */
  withId(id) {
    const bytes = Buffer.from(this.bytes);
    for (const place of this.places)
      for (let rest = id, i = place + PLACEHOLDER.length - 1; i >= place; i--, rest = Math.floor(rest / 10))
        bytes[i] = 48 + (rest % 10);
    return bytes;
  }
}
