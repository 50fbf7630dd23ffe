import { Client, LOG_LEVEL_META_KEY, type RequestMethod, type Transport } from '@modelcontextprotocol/client';
import type { ReceivedLog, TestCallOptions } from './test-client.js';
import { answerers, clientCapabilities, type ClientAnswers } from './client-answers.js';
import type { ClientAdapter } from './client-adapter.js';

/** A client of protocol revision 2026-07-28. */
export async function connectStateless(
  transport: Transport,
  logs: ReceivedLog[],
  answers: ClientAnswers,
): Promise<ClientAdapter> {
  const client = new Client(
    { name: 'portico-test', version: '1.0.0' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } }, capabilities: clientCapabilities(answers) },
  );
  for (const [method, answer] of Object.entries(answerers(answers)))
    if (answer)
      client.setRequestHandler(method as RequestMethod, ({ params }) => answer(params as never) as never);
  client.setNotificationHandler('notifications/message', ({ params }) => void logs.push(params));
  await client.connect(transport);
  const _meta = { [LOG_LEVEL_META_KEY]: 'debug' };
  return {
    listTools: () => client.listTools(),
    listResources: () => client.listResources(),
    listResourceTemplates: () => client.listResourceTemplates(),
    listPrompts: () => client.listPrompts(),
    callTool: (name, args, options) =>
      client.callTool({ name, arguments: { ...args }, _meta }, requestOptions(options)),
    readResource: (uri) => client.readResource({ uri, _meta }),
    getPrompt: (name, args) => client.getPrompt({ name, arguments: { ...args }, _meta }),
    close: () => client.close(),
  };
}

function requestOptions({ onProgress, signal }: TestCallOptions) {
  return { ...(onProgress && { onprogress: onProgress }), ...(signal && { signal }) };
}
