import {
  Client,
  LOG_LEVEL_META_KEY,
  StreamableHTTPClientTransport,
  type Transport,
  type VersionNegotiationMode,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as FirstStdioTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as FirstHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import type {
  Era,
  LogLevel,
  PromptEntry,
  PromptOutcome,
  ReadOutcome,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
  ToolOutcome,
} from 'portico';
import type { ReceivedLog, ReceivedProgress } from 'portico/testing';

/** What a test may say about one call. */
export interface CallOptions {
  readonly onProgress?: (progress: ReceivedProgress) => void;
  readonly signal?: AbortSignal;
  readonly meta?: Record<string, unknown>;
}

/** An official client, connected. Every generation looks alike here, so that a test is written once. */
export interface LineClient {
  /** Every log message received so far. */
  readonly logs: readonly ReceivedLog[];
  /** Every message received so far, as it came over the line. */
  readonly received: readonly unknown[];
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly instructions: string | undefined;
  readonly server: { readonly name: string; readonly version: string } | undefined;
  listTools(): Promise<readonly ToolEntry[]>;
  listResources(): Promise<readonly ResourceEntry[]>;
  listResourceTemplates(): Promise<readonly ResourceTemplateEntry[]>;
  listPrompts(): Promise<readonly PromptEntry[]>;
  callTool(name: string, args?: Record<string, unknown>, options?: CallOptions): Promise<ToolOutcome>;
  readResource(uri: string): Promise<ReadOutcome>;
  getPrompt(name: string, args?: Record<string, string>): Promise<PromptOutcome>;
  /** From now on only messages of this severity or more; at first all are asked for. */
  setLogLevel(level: LogLevel): Promise<void>;
  close(): Promise<void>;
}

/** How a child process is started. */
export interface Command {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly stderr: 'pipe';
}

/** One official client, in one way of using it. */
export interface ClientKind {
  readonly name: string;
  /** What it agrees on with a server that speaks every revision. */
  readonly era: Era;
  readonly protocolVersion: string;
  readonly info: { readonly name: string; readonly version: string };
  http(url: URL): Transport;
  stdio(command: Command): Transport & { readonly stderr: NodeJS.EventEmitter | null };
  connect(transport: Transport): Promise<LineClient>;
}

/** A client whose server is gone gives up at once; else its timers would outlive the tests. */
const reconnectionOptions = {
  initialReconnectionDelay: 1_000,
  maxReconnectionDelay: 1_000,
  reconnectionDelayGrowFactor: 1,
  maxRetries: 0,
};

/** Revisions up to 2025-11-25, by the client most programs embed today. */
export const sdkV1: ClientKind = {
  name: 'SDK v1',
  era: 'session',
  protocolVersion: '2025-11-25',
  info: { name: 'first-client', version: '1.32.0' },
  http: (url) => new FirstHttpTransport(url, { reconnectionOptions }),
  stdio: (command) => new FirstStdioTransport(command),
  async connect(transport) {
    const client = new FirstClient(sdkV1.info);
    const { logs, received } = record(transport);
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logs.push(params));
    await client.connect(transport);
    await client.setLoggingLevel('debug');
    return uniform(client, logs, received, {
      call: (params, options) => client.callTool(params, undefined, options),
      meta: () => ({}),
      setLogLevel: async (level) => void (await client.setLoggingLevel(level)),
    });
  },
};

/** The newer client, with the revision it is told to speak. */
function sdkV2(how: string, mode: VersionNegotiationMode): ClientKind {
  const isModern = mode !== 'legacy';
  const kind: ClientKind = {
    name: `SDK v2 ${how}`,
    era: isModern ? 'stateless' : 'session',
    protocolVersion: isModern ? '2026-07-28' : '2025-11-25',
    info: { name: `second-client-${how}`, version: '2.4.0' },
    http: (url) => new StreamableHTTPClientTransport(url, { reconnectionOptions }),
    stdio: (command) => new StdioClientTransport(command),
    async connect(transport) {
      const client = new Client(kind.info, { versionNegotiation: { mode } });
      const { logs, received } = record(transport);
      client.setNotificationHandler('notifications/message', ({ params }) => void logs.push(params));
      await client.connect(transport);
      let logLevel: LogLevel = 'debug';
      if (!isModern) await client.setLoggingLevel(logLevel);
      return uniform(client, logs, received, {
        call: (params, options) => client.callTool(params, options),
        meta: () => (isModern ? { [LOG_LEVEL_META_KEY]: logLevel } : {}),
        setLogLevel: async (level) => {
          if (isModern) logLevel = level;
          else await client.setLoggingLevel(level);
        },
      });
    },
  };
  return kind;
}

export const clientKinds: readonly ClientKind[] = [
  sdkV1,
  sdkV2('legacy', 'legacy'),
  sdkV2('auto', 'auto'),
  sdkV2('pinned', { pin: '2026-07-28' }),
];

function record(transport: Transport) {
  const received: unknown[] = [];
  const logs: ReceivedLog[] = [];
  transport.onmessage = (message) => void received.push(message);
  return { received, logs };
}

type Meta = Record<string, unknown>;

/** What the two generations do differently. */
interface Generation {
  call(
    params: { name: string; arguments: Record<string, unknown>; _meta: Meta },
    options: object,
  ): Promise<unknown>;
  meta(): Meta;
  setLogLevel(level: LogLevel): Promise<void>;
}

/** The generations type the same JSON differently; a test gets it in one type. */
function uniform(
  client: Client | FirstClient,
  logs: ReceivedLog[],
  received: unknown[],
  generation: Generation,
): LineClient {
  return {
    logs,
    received,
    capabilities: client.getServerCapabilities() ?? {},
    instructions: client.getInstructions(),
    server: client.getServerVersion(),
    listTools: async () => (await client.listTools()).tools as readonly ToolEntry[],
    listResources: async () => (await client.listResources()).resources as readonly ResourceEntry[],
    listResourceTemplates: async () =>
      (await client.listResourceTemplates()).resourceTemplates as readonly ResourceTemplateEntry[],
    listPrompts: async () => (await client.listPrompts()).prompts as readonly PromptEntry[],
    callTool: (name, args = {}, { onProgress, signal, meta } = {}) =>
      generation.call(
        { name, arguments: args, _meta: { ...generation.meta(), ...meta } },
        { ...(onProgress && { onprogress: onProgress }), ...(signal && { signal }) },
      ) as Promise<ToolOutcome>,
    readResource: (uri) => client.readResource({ uri, _meta: generation.meta() }) as Promise<ReadOutcome>,
    getPrompt: (name, args = {}) =>
      client.getPrompt({ name, arguments: args, _meta: generation.meta() }) as Promise<PromptOutcome>,
    setLogLevel: (level) => generation.setLogLevel(level),
    close: () => client.close(),
  };
}
