import type { Transport } from '@modelcontextprotocol/client';
import type { ClientAdapter } from './client-adapter.js';
import type { ReceivedLog, TestCallOptions } from './test-client.js';

/** The client most programs embed today: it opens a session, and speaks revisions up to 2025-11-25. */
export async function connectSession(transport: Transport, logs: ReceivedLog[]): Promise<ClientAdapter> {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const { LoggingMessageNotificationSchema } = await import('@modelcontextprotocol/sdk/types.js');
  const client = new Client({ name: 'portico-test', version: '1.0.0' });
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logs.push(params));
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
