import { Client, type ClientOptions, type Transport } from '@modelcontextprotocol/client';
import type { Era } from '../../context/exchange.js';
import type { PeerRequest } from '../../context/peer.js';
import { packageVersion } from '../package-info.js';

export interface OpenClientOptions {
  /** What the client calls itself. */
  readonly name: string;
  /** Default: the newest revision both sides know. */
  readonly era?: Era | undefined;
  /** Answers forms and pages to open, and whatever `capabilities` say more. */
  readonly ask: (request: PeerRequest) => Promise<object>;
  /** Beside elicitation. */
  readonly capabilities?: NonNullable<ClientOptions['capabilities']>;
  readonly onLog: (level: string, data: unknown) => void;
}

/** What every client of the command can be asked. */
export const CAPABILITIES = { elicitation: { form: {}, url: {} } };

/** Connects the official client, which hears log messages of every level. */
export async function openClient(
  transport: Transport,
  { name, era, ask, capabilities = {}, onLog }: OpenClientOptions,
): Promise<Client> {
  const modes = { session: 'legacy', stateless: { pin: '2026-07-28' } } as const;
  const client = new Client(
    { name, version: packageVersion() },
    {
      versionNegotiation: { mode: era ? modes[era] : 'auto' },
      capabilities: { ...CAPABILITIES, ...capabilities },
    },
  );
  const methods: PeerRequest['method'][] = [
    'elicitation/create',
    ...(capabilities.sampling ? (['sampling/createMessage'] as const) : []),
    ...(capabilities.roots ? (['roots/list'] as const) : []),
  ];
  for (const method of methods)
    client.setRequestHandler(method, (({ params }: { params?: object }) =>
      ask({ method, params: { ...params } })) as never);
  client.setNotificationHandler('notifications/message', ({ params }) => onLog(params.level, params.data));
  await client.connect(transport);
  if (client.getProtocolEra() === 'legacy' && client.getServerCapabilities()?.logging)
    await client.setLoggingLevel('debug');
  return client;
}
