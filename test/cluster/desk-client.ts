import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  ElicitRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';

type Json = Record<string, unknown>;

/** A client of the desk, which answers every question with its own name. */
export interface DeskClient {
  readonly name: string;
  /** What it was told of: URIs of resources, `tools` for a changed list, `log` for a message. */
  readonly told: string[];
  call(
    tool: string,
    args?: Json,
    options?: { signal?: AbortSignal; onProgress?: (step: number) => void },
  ): Promise<Json>;
  tools(): Promise<string[]>;
  subscribe(uri: string): Promise<void>;
  setLevel(level: 'debug' | 'error'): Promise<void>;
  sessionId(): string | undefined;
  /** Ends the session, where there is one. */
  end(): Promise<void>;
  close(): Promise<void>;
}

export type DeskClientKind = (url: URL, name: string) => Promise<DeskClient>;

const reconnectionOptions = {
  initialReconnectionDelay: 50,
  maxReconnectionDelay: 500,
  reconnectionDelayGrowFactor: 1.5,
  maxRetries: 20,
};

interface Result {
  readonly content?: unknown;
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
}

function read(result: Result): Json {
  const [{ text = '' } = {}] = (result.content ?? []) as { text?: string }[];
  if (result.isError) throw new Error(text);
  return (result.structuredContent as Json | undefined) ?? { text };
}

/** Revisions with sessions, by the client most programs embed today. */
export const withSdkV1: DeskClientKind = async (url, name) => {
  const client = new FirstClient({ name, version: '1.0.0' }, { capabilities: { elicitation: {} } });
  const transport = new FirstTransport(url, { reconnectionOptions });
  const told: string[] = [];
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { value: name } }));
  client.setNotificationHandler(
    ResourceUpdatedNotificationSchema,
    ({ params }) => void told.push(params.uri),
  );
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => void told.push('tools'));
  client.setNotificationHandler(LoggingMessageNotificationSchema, () => void told.push('log'));
  client.onerror = () => undefined; // connections break here on purpose
  await client.connect(transport);
  return {
    name,
    told,
    call: async (tool, args = {}, { signal, onProgress } = {}) => {
      const options = {
        timeout: 60_000,
        ...(signal && { signal }),
        ...(onProgress && { onprogress: ({ progress }: { progress: number }) => onProgress(progress) }),
      };
      return read((await client.callTool({ name: tool, arguments: args }, undefined, options)) as Result);
    },
    tools: async () => (await client.listTools()).tools.map((tool) => tool.name),
    subscribe: async (uri) => void (await client.subscribeResource({ uri })),
    setLevel: async (level) => void (await client.setLoggingLevel(level)),
    sessionId: () => transport.sessionId,
    end: () => transport.terminateSession(),
    close: () => client.close(),
  };
};

function withSdkV2(mode: 'legacy' | { pin: string }): DeskClientKind {
  return async (url, name) => {
    const client = new Client(
      { name, version: '1.0.0' },
      { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } },
    );
    const transport = new StreamableHTTPClientTransport(url, { reconnectionOptions });
    const told: string[] = [];
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { value: name } }));
    client.setNotificationHandler(
      'notifications/resources/updated',
      ({ params }) => void told.push(params.uri),
    );
    client.setNotificationHandler('notifications/tools/list_changed', () => void told.push('tools'));
    client.setNotificationHandler('notifications/message', () => void told.push('log'));
    client.onerror = () => undefined;
    await client.connect(transport);
    let session: unknown;
    const meta = () => (session === undefined ? {} : { 'portico/session': session });
    return {
      name,
      told,
      call: async (tool, args = {}, { signal, onProgress } = {}) => {
        const options = {
          timeout: 60_000,
          ...(signal && { signal }),
          ...(onProgress && { onprogress: ({ progress }: { progress: number }) => onProgress(progress) }),
        };
        const isOwn = mode !== 'legacy' && session !== undefined && handled.has(tool);
        const given = isOwn ? { ...args, session } : args;
        const result = await client.callTool({ name: tool, arguments: given, _meta: meta() }, options);
        session = result._meta?.['portico/session'] ?? session;
        return read(result);
      },
      tools: async () => (await client.listTools({ _meta: meta() })).tools.map((tool) => tool.name),
      subscribe: async (uri) => void (await client.subscribeResource({ uri })),
      setLevel: async (level) => void (await client.setLoggingLevel(level)),
      sessionId: () => transport.sessionId,
      end: () => transport.terminateSession(),
      close: () => client.close(),
    };
  };
}

/** The tools of the desk that take a session handle. */
const handled: ReadonlySet<string> = new Set(['put', 'look', 'count', 'hide', 'show']);

/** Revisions with sessions, by the newer client. */
export const withSdkV2Legacy = withSdkV2('legacy');

/** The stateless revision; its session is the handle that the server gave it. */
export const withSdkV2Stateless = withSdkV2({ pin: '2026-07-28' });

export const sessionClients: readonly (readonly [name: string, connect: DeskClientKind])[] = [
  ['SDK v1', withSdkV1],
  ['SDK v2', withSdkV2Legacy],
];
