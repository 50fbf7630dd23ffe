import type { Transport } from '@modelcontextprotocol/client';
import { answerers, clientCapabilities, type ClientAnswers } from './client-answers.js';
import type { ClientAdapter } from './client-adapter.js';
import type { ReceivedLog, TestCallOptions } from './test-client.js';

/** The client most programs embed today: it opens a session, and speaks revisions up to 2025-11-25. */
export async function connectSession(
  transport: Transport,
  logs: ReceivedLog[],
  answers: ClientAnswers,
): Promise<ClientAdapter> {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const types = await import('@modelcontextprotocol/sdk/types.js');
  const client = new Client(
    { name: 'portico-test', version: '1.0.0' },
    { capabilities: clientCapabilities(answers) },
  );
  const schemas = {
    'elicitation/create': types.ElicitRequestSchema,
    'sampling/createMessage': types.CreateMessageRequestSchema,
    'roots/list': types.ListRootsRequestSchema,
  };
  for (const [method, answer] of Object.entries(answerers(answers)))
    if (answer)
      client.setRequestHandler(schemas[method as keyof typeof schemas], ({ params }) =>
        answer(params as never),
      );
  client.setNotificationHandler(
    types.LoggingMessageNotificationSchema,
    ({ params }) => void logs.push(params),
  );
  await client.connect(transport);
  await client.setLoggingLevel('debug');
  return {
    listTools: () => client.listTools(),
    listResources: () => client.listResources(),
    listResourceTemplates: () => client.listResourceTemplates(),
    listPrompts: () => client.listPrompts(),
    callTool: (name, args, options) =>
      client.callTool({ name, arguments: { ...args } }, undefined, requestOptions(options)),
    readResource: (uri) => client.readResource({ uri }),
    getPrompt: (name, args) => client.getPrompt({ name, arguments: { ...args } }),
    close: () => client.close(),
  };
}

function requestOptions({ onProgress, signal }: TestCallOptions) {
  return { ...(onProgress && { onprogress: onProgress }), ...(signal && { signal }) };
}
