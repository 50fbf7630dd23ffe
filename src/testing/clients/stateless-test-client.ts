import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  Client,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  type RequestMethod,
  type Transport,
} from '@modelcontextprotocol/client';
import { isRoundOfQuestions } from '../../protocol/stateless/client-progress.js';
import { TASKS_EXTENSION } from '../../protocol/tasks/extension.js';
import type { Answering } from '../answers/answering.js';
import type { Received, ReceivedProgress } from '../events/received.js';
import type { AdapterCallOptions, ClientAdapter } from './client-adapter.js';

const REVISION = '2026-07-28';
const INFO = { name: 'portico-test', version: '1.0.0' };

/** A client of protocol revision 2026-07-28. */
export async function connectStateless(
  transport: Transport,
  received: Received,
  { capabilities, functions }: Answering,
): Promise<ClientAdapter> {
  const client = new Client(INFO, { versionNegotiation: { mode: { pin: REVISION } }, capabilities });
  for (const [method, answer] of functions)
    client.setRequestHandler(method as RequestMethod, ({ params }) => answer(params as never) as never);
  client.setNotificationHandler('notifications/message', ({ params }) => received.log(params));
  client.setNotificationHandler('notifications/resources/updated', ({ params }) =>
    received.event({ kind: 'resource', uri: params.uri }),
  );
  for (const kind of ['tools', 'resources', 'prompts'] as const)
    client.setNotificationHandler(`notifications/${kind}/list_changed`, () => received.event({ kind }));
  await client.connect(transport);
  const _meta = { [LOG_LEVEL_META_KEY]: 'debug' };
  return {
    transport: transport,
    meta: {
      ..._meta,
      [PROTOCOL_VERSION_META_KEY]: REVISION,
      [CLIENT_INFO_META_KEY]: INFO,
      [CLIENT_CAPABILITIES_META_KEY]: { ...capabilities, extensions: { [TASKS_EXTENSION]: {} } },
    },
    listTools: () => client.listTools(),
    listResources: () => client.listResources(),
    listResourceTemplates: () => client.listResourceTemplates(),
    listPrompts: () => client.listPrompts(),
    callTool: (name, args, options) =>
      client.callTool({ name, arguments: { ...args }, _meta }, requestOptions(options)),
    readResource: (uri, options) => client.readResource({ uri, _meta }, requestOptions(options)),
    getPrompt: (name, args, options) =>
      client.getPrompt({ name, arguments: { ...args }, _meta }, requestOptions(options)),
    subscribe: async (uris) => {
      const { tools, resources, prompts } = client.getServerCapabilities() ?? {};
      await client.listen({
        ...(tools?.listChanged && { toolsListChanged: true }),
        ...(resources?.listChanged && { resourcesListChanged: true }),
        ...(prompts?.listChanged && { promptsListChanged: true }),
        ...(uris.length > 0 && { resourceSubscriptions: [...uris] }),
      });
    },
    close: () => client.close(),
  };
}

function requestOptions({ onProgress, signal }: AdapterCallOptions) {
  return {
    onprogress: (step: ReceivedProgress) => {
      if (!isRoundOfQuestions(step)) onProgress(step);
    },
    ...(signal && { signal }),
  };
}
