/**
 * The floor a framework can approach: JSON-RPC by hand, without any SDK. It checks what the protocol obliges a server to
 * check (the shape of the message, the name of the tool, its input), and nothing else.
 */
import { ADD, CTX_WORK, ECHO, FILLERS, RESOURCE, SERVER_INFO, text } from '../surface.mjs';

const invalid = (what) => ({
  content: [{ type: 'text', text: `Invalid arguments: ${what}` }],
  isError: true,
});
const entry = ({ name, description, input, output }) => ({
  name,
  description,
  inputSchema: input,
  ...(output && { outputSchema: output }),
});

const tools = new Map([
  [ECHO.name, { entry: entry(ECHO), call: echo }],
  [ADD.name, { entry: entry(ADD), call: add }],
  [CTX_WORK.name, { entry: entry(CTX_WORK), call: work }],
  ...FILLERS.map((filler) => [
    filler.name,
    {
      entry: entry(filler),
      call: (input) => (typeof input.id === 'string' ? text(filler.run(input)) : invalid('id')),
    },
  ]),
]);

/** For the test of the harness: a server that answers wrong. */
const { BENCH_WRONG } = process.env;

function echo(input) {
  const { message, times } = input;
  if (BENCH_WRONG === 'text') return text('something else');
  if (BENCH_WRONG === 'judgement') return text(ECHO.run({ message, times: 2 }));
  if (typeof message !== 'string' || message.length < 1 || message.length > 1000) return invalid('message');
  if (times !== undefined && !(Number.isInteger(times) && times >= 1 && times <= 10)) return invalid('times');
  return text(ECHO.run(input));
}

function add(input) {
  if (typeof input.a !== 'number' || typeof input.b !== 'number') return invalid('a, b');
  const sum = ADD.run(input);
  return { content: [{ type: 'text', text: JSON.stringify(sum) }], structuredContent: sum };
}

function work(_input, { session, token, notify, logs }) {
  if (logs) notify('message', { level: 'info', data: CTX_WORK.message });
  if (token !== undefined)
    for (let i = 1; i <= CTX_WORK.steps; i++)
      notify('progress', { progressToken: token, progress: i, total: CTX_WORK.steps });
  session.count = (session.count ?? 0) + 1;
  return text(`count=${session.count}`);
}

const stateless = { resultType: 'complete', _meta: { 'io.modelcontextprotocol/serverInfo': SERVER_INFO } };
const uncached = { ttlMs: 0, cacheScope: 'private' };
const capabilities = { tools: {}, resources: {}, logging: {} };
const { uri, name, description, mimeType } = RESOURCE;
const list = { tools: [...tools.values()].map((tool) => tool.entry) };
const listJson = JSON.stringify(list);
const listJsonStateless = JSON.stringify({ ...list, ...uncached, ...stateless });

/**
 * Answers one message.
 *
 * @param session what is kept between its calls
 * @param send takes each notification, as JSON
 * @param isStateless whether the message is one of revision 2026-07-28
 * @returns the answer as JSON; `undefined` for a notification
 */
export function dispatch(message, session, send, isStateless) {
  if (typeof message !== 'object' || message?.jsonrpc !== '2.0' || typeof message.method !== 'string')
    return failure(message?.id, -32600, 'Invalid Request');
  if (message.id === undefined) return undefined;
  const result = resultOf(message, session, send, isStateless);
  const { id } = message;
  if (typeof result !== 'string') return failure(id, result.code, result.message);
  return `{"jsonrpc":"2.0","id":${typeof id === 'number' ? id : JSON.stringify(id)},"result":${result}}`;
}

/** @returns the result as JSON, or an error */
function resultOf({ method, params }, session, send, isStateless) {
  switch (method) {
    case 'tools/call':
      return call(params, session, send, isStateless);
    case 'tools/list':
      return isStateless ? listJsonStateless : listJson;
    case 'initialize':
      return JSON.stringify({
        protocolVersion: params?.protocolVersion ?? '2025-11-25',
        capabilities,
        serverInfo: SERVER_INFO,
      });
    case 'logging/setLevel':
      session.level = params?.level;
      return '{}';
    case 'ping':
      return '{}';
    case 'resources/list':
      return JSON.stringify({ resources: [{ uri, name, description, mimeType }] });
    case 'resources/read':
      if (params?.uri !== uri) return { code: -32002, message: 'Resource not found' };
      return JSON.stringify({ contents: [{ uri, mimeType, text: RESOURCE.text }] });
    default:
      return { code: -32601, message: 'Method not found' };
  }
}

function call(params, session, send, isStateless) {
  const tool = tools.get(params?.name);
  if (tool === undefined) return { code: -32602, message: `Tool ${params?.name} not found` };
  const input = params.arguments ?? {};
  if (input === null || typeof input !== 'object')
    return { code: -32602, message: 'arguments must be an object' };
  const meta = params._meta;
  const result = tool.call(input, {
    session,
    token: meta?.progressToken,
    logs: (isStateless ? meta?.['io.modelcontextprotocol/logLevel'] : session.level) !== undefined,
    notify: (kind, about) =>
      send(JSON.stringify({ jsonrpc: '2.0', method: `notifications/${kind}`, params: about })),
  });
  if (isStateless) Object.assign(result, stateless);
  return JSON.stringify(result);
}

function failure(id, code, message) {
  return JSON.stringify({ jsonrpc: '2.0', id: id ?? null, error: { code, message } });
}
