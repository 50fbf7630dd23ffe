import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  createApplicationInputHandler,
  createTaskSessionFromClient,
  resultFromTaskOutcome,
  type RawClientDispatch,
} from '@modelcontextprotocol/ext-tasks/client';
import { send, standardHeaders } from '../../../obligations/support/raw-http.js';

/**
 * Calls a tool as the program of a user of ext-tasks would, and prints what came of it. A process of its own: what this
 * library takes for JSON must not come from the other side of a wall of the test runner.
 */
const [address, protocolVersion, name, args] = process.argv.slice(2) as [string, string, string, string];
const url = new URL(address);
const isModern = protocolVersion === '2026-07-28';
const clientInfo = { name: 'interop', version: '1.0.0' };
const capabilities = { elicitation: { form: {} } };
const asked: string[] = [];

/** On the stateless revision the requests of the extension go past the codecs of the client, by the hands of its host. */
function dispatchTo(url: URL): RawClientDispatch {
  let next = 1;
  return async (request) => {
    const { method, params } = request as { method: string; params: Record<string, unknown> };
    const taskId = method.startsWith('tasks/') && { 'mcp-name': String(params['taskId']) };
    const id = next++;
    const headers = { ...standardHeaders(method, params), ...taskId };
    const { messages } = await send(url, 'POST', { jsonrpc: '2.0', id, method, params }, headers);
    const answer = messages.find((message) => message.id === id);
    if (answer?.error) return { kind: 'error', error: answer.error as never };
    return { kind: 'result', result: answer?.result as never };
  };
}

const client = new Client(clientInfo, {
  capabilities: isModern
    ? { ...capabilities, extensions: { 'io.modelcontextprotocol/tasks': {} } }
    : { ...capabilities, tasks: {} },
  versionNegotiation: { mode: isModern ? { pin: protocolVersion } : 'legacy' },
});
await client.connect(new StreamableHTTPClientTransport(url));
const session = createTaskSessionFromClient(client, {
  endpointId: 'interop',
  onInputRequest: createApplicationInputHandler({
    elicitation: ({ params }) => {
      asked.push(JSON.stringify(params['message']));
      return { action: 'accept', content: { confirm: true } };
    },
    sampling: () => Promise.reject(new Error('The model was asked')),
    roots: () => Promise.reject(new Error('Roots were asked for')),
  }),
  ...(isModern && {
    rawDispatch: dispatchTo(url),
    v2RequestFraming: { protocolVersion, clientInfo, clientCapabilities: capabilities },
  }),
});
const execution = await session.callTool(name, JSON.parse(args) as Record<string, string>, {
  task: { preference: 'require' },
});
const { outcome } = await execution.settle();
process.stdout.write(JSON.stringify({ kind: execution.kind, asked, result: resultFromTaskOutcome(outcome) }));
await session.close();
await client.close();
