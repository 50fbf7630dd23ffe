/** Requests that are in order, of either era, with everything a client may send: what fuzzing starts from. */
const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'fuzz', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
};

export interface ValidRequest {
  readonly era: 'session' | 'stateless';
  readonly message: Readonly<Record<string, unknown>> & { readonly method: string };
}

const calls: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['tools/list', {}],
  ['tools/call', { name: 'echo', arguments: { cart: 'c-1', tip: 3 } }],
  ['tools/call', { name: 'count', arguments: {} }],
  ['tools/call', { name: 'checkout', arguments: { cart: 'c-1' } }],
  ['resources/list', {}],
  ['resources/templates/list', {}],
  ['resources/read', { uri: 'things://a/1' }],
  ['prompts/list', {}],
  ['prompts/get', { name: 'write', arguments: { tone: 'formal' } }],
  [
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'write' }, argument: { name: 'tone', value: 'f' } },
  ],
];

export const statelessRequests: readonly ValidRequest[] = calls.map(([method, params]) => ({
  era: 'stateless',
  message: { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: META } },
}));

/** Questions are pushed in sessions, which a client of plain requests does not answer. */
export const sessionRequests: readonly ValidRequest[] = calls
  .filter(([, { name }]) => name !== 'checkout')
  .map(([method, params]) => ({ era: 'session', message: { jsonrpc: '2.0', id: 1, method, params } }));

/** The headers a client sends with a message. */
export function headersOf({ era, message }: ValidRequest, session?: string): Record<string, string> {
  const head = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  if (era === 'session')
    return { ...head, 'mcp-protocol-version': '2025-11-25', ...(session && { 'mcp-session-id': session }) };
  const { name, uri } = (message?.['params'] ?? {}) as { readonly name?: unknown; readonly uri?: unknown };
  const target = name ?? uri;
  return {
    ...head,
    'mcp-protocol-version': '2026-07-28',
    ...(typeof message?.method === 'string' && { 'mcp-method': plain(message.method) }),
    ...(typeof target === 'string' && { 'mcp-name': plain(target) }),
  };
}

/** What Node would not send in a header is left out of it. */
function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '');
}
