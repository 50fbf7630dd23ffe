import {
  Client,
  StreamableHTTPClientTransport,
  type Transport,
  type VersionNegotiationMode,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as FirstStdioTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as FirstHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { ToolOutcome } from 'portico';

/** A notification as it reached the client. */
export interface Notified {
  readonly method: string;
  readonly params?: unknown;
}

/** An official client whose user says yes to everything and gives everything that is asked for. */
export interface SdkClient {
  /** Every notification that was not about one call. */
  readonly notified: readonly Notified[];
  readonly protocolVersion: string | undefined;
  call(
    name: string,
    args?: Record<string, unknown>,
    onprogress?: (step: object) => void,
  ): Promise<ToolOutcome>;
  /** Asks to be told of changes of a resource and of the lists. */
  follow(uri: string): Promise<void>;
  close(): Promise<void>;
}

/** Where a server is: a URL, or the program that is started for one client. */
export type Target = URL | string;

/** One generation of the client, in one way of using it. */
export interface SdkKind {
  readonly name: string;
  readonly protocolVersion: string;
  connect(target: Target): Promise<SdkClient>;
}

const info = { name: 'interop', version: '1.0.0' };
const capabilities = { elicitation: { form: {} }, sampling: {}, roots: {} };

/** What the user and the model behind the client say. */
const person = { name: 'Ada', color: 'green', ok: true, username: 'ada', email: 'ada@example.com' };
const form = { action: 'accept' as const, content: person };
const message = {
  role: 'assistant' as const,
  model: 'test-model',
  content: { type: 'text' as const, text: 'Good morning' },
};
const roots = { roots: [{ uri: 'file:///home/ada/project', name: 'project' }] };

const v1: SdkKind = {
  name: 'SDK v1',
  protocolVersion: '2025-11-25',
  async connect(target) {
    const client = new FirstClient(info, { capabilities });
    client.setRequestHandler(ElicitRequestSchema, () => form);
    client.setRequestHandler(CreateMessageRequestSchema, () => message);
    client.setRequestHandler(ListRootsRequestSchema, () => roots);
    const notified: Notified[] = [];
    client.fallbackNotificationHandler = async (notification) => void notified.push(notification);
    const transport =
      target instanceof URL
        ? new FirstHttpTransport(target)
        : new FirstStdioTransport({ command: process.execPath, args: [target], stderr: 'ignore' });
    let protocolVersion: string | undefined;
    const tell = (transport as FirstHttpTransport).setProtocolVersion?.bind(transport);
    Object.assign(transport, {
      setProtocolVersion: (version: string) => {
        protocolVersion = version;
        tell?.(version);
      },
    });
    await client.connect(transport);
    return {
      notified,
      protocolVersion,
      call: (name, args = {}, onprogress) =>
        client.callTool({ name, arguments: args }, undefined, {
          ...(onprogress && { onprogress }),
        }) as Promise<ToolOutcome>,
      follow: async (uri) => void (await client.subscribeResource({ uri })),
      close: () => client.close(),
    };
  },
};

function v2(how: string, mode: VersionNegotiationMode): SdkKind {
  const isModern = mode !== 'legacy';
  return {
    name: `SDK v2 ${how}`,
    protocolVersion: isModern ? '2026-07-28' : '2025-11-25',
    async connect(target) {
      const client = new Client(info, { capabilities, versionNegotiation: { mode } });
      client.setRequestHandler('elicitation/create', () => form);
      client.setRequestHandler('sampling/createMessage', () => message);
      client.setRequestHandler('roots/list', () => roots);
      const notified: Notified[] = [];
      client.fallbackNotificationHandler = async (notification) => void notified.push(notification);
      const transport: Transport =
        target instanceof URL
          ? new StreamableHTTPClientTransport(target)
          : new StdioClientTransport({ command: process.execPath, args: [target], stderr: 'ignore' });
      await client.connect(transport);
      return {
        notified,
        protocolVersion: client.getNegotiatedProtocolVersion(),
        call: (name, args = {}, onprogress) =>
          client.callTool(
            { name, arguments: args },
            { ...(onprogress && { onprogress }) },
          ) as Promise<ToolOutcome>,
        follow: async (uri) => {
          if (!isModern) await client.subscribeResource({ uri });
          else await client.listen({ resourceSubscriptions: [uri], toolsListChanged: true });
        },
        close: () => client.close(),
      };
    },
  };
}

/** The official clients, each in each way of agreeing on a revision. */
export const sdkKinds: readonly SdkKind[] = [
  v1,
  v2('legacy', 'legacy'),
  v2('auto', 'auto'),
  v2('pinned', { pin: '2026-07-28' }),
];
