import type { Client as SessionClient } from '@modelcontextprotocol/sdk/client/index.js';
import type { Answering } from '../answers/answering.js';
import type { Received } from '../events/received.js';
import type { AdapterCallOptions, ClientAdapter } from './client-adapter.js';
import type { SessionTransport } from './open-line.js';

/** The client most programs embed today: it opens a session, and speaks revisions up to 2025-11-25. */
export async function connectSession(
  transport: SessionTransport,
  received: Received,
  { capabilities, functions }: Answering,
): Promise<ClientAdapter> {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const types = await import('@modelcontextprotocol/sdk/types.js');
  const client = new Client({ name: 'portico-test', version: '1.0.0' }, { capabilities });
  const schemas = {
    'elicitation/create': types.ElicitRequestSchema,
    'sampling/createMessage': types.CreateMessageRequestSchema,
    'roots/list': types.ListRootsRequestSchema,
  };
  for (const [method, answer] of functions)
    client.setRequestHandler(schemas[method as keyof typeof schemas], ({ params }) =>
      answer(params as never),
    );
  client.setNotificationHandler(types.LoggingMessageNotificationSchema, ({ params }) => received.log(params));
  client.setNotificationHandler(types.ResourceUpdatedNotificationSchema, ({ params }) =>
    received.event({ kind: 'resource', uri: params.uri }),
  );
  for (const [schema, kind] of [
    [types.ToolListChangedNotificationSchema, 'tools'],
    [types.ResourceListChangedNotificationSchema, 'resources'],
    [types.PromptListChangedNotificationSchema, 'prompts'],
  ] as const)
    client.setNotificationHandler(schema, () => received.event({ kind }));
  await client.connect(transport);
  await client.setLoggingLevel('debug');
  return adapterOf(client, transport);
}

function adapterOf(client: SessionClient, transport: SessionTransport): ClientAdapter {
  return {
    transport: transport,
    meta: {},
    listTools: () => client.listTools(),
    listResources: () => client.listResources(),
    listResourceTemplates: () => client.listResourceTemplates(),
    listPrompts: () => client.listPrompts(),
    callTool: (name, args, options) =>
      client.callTool({ name, arguments: { ...args } }, undefined, requestOptions(options)),
    readResource: (uri, options) => client.readResource({ uri }, requestOptions(options)),
    getPrompt: (name, args, options) =>
      client.getPrompt({ name, arguments: { ...args } }, requestOptions(options)),
    subscribe: async (uris) => {
      for (const uri of uris) await client.subscribeResource({ uri });
    },
    close: async () => {
      try {
        if ('terminateSession' in transport) await transport.terminateSession();
      } finally {
        await client.close();
      }
    },
  };
}

function requestOptions({ onProgress, signal }: AdapterCallOptions) {
  return { onprogress: onProgress, ...(signal && { signal }) };
}
