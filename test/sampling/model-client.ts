import { Client, type Transport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  type CreateMessageRequest,
} from '@modelcontextprotocol/sdk/types.js';
import {
  PorticoFactory,
  type ClientCapabilities,
  type Era,
  type PorticoApp,
  type PorticoOptions,
  type SamplingContent,
  type ToolOutcome,
} from 'portico';
import { RecordedLog } from '../support/recorded-log.js';

/** A family of revisions, and how a handler waits for an answer in it. */
export interface Way {
  readonly name: string;
  readonly era: Era;
  readonly options: Partial<PorticoOptions>;
}

/** Every way a handler can wait for a model: on an open line, kept in memory, or run again from the start. */
export const ways: readonly Way[] = [
  { name: 'session', era: 'session', options: {} },
  { name: 'stateless', era: 'stateless', options: {} },
  { name: 'stateless, run again', era: 'stateless', options: { interaction: { mode: 'replay' } } },
];

/** What the model of the client is asked, as it came over the line. */
export type Asked = CreateMessageRequest['params'];

/** What the model of the client answers. */
export interface Answer {
  readonly role: 'assistant';
  readonly model: string;
  readonly content: SamplingContent | readonly SamplingContent[];
  readonly stopReason?: string;
}

type Model = (asked: Asked, turn: number) => unknown;

/** An official client with a model behind it, and its server. */
export interface ModelClient {
  readonly app: PorticoApp;
  /** Every question to the model, as it came over the line; questions the official schemas refuse fail the test. */
  readonly asked: readonly Asked[];
  /** How many questions of any kind came over the line. */
  readonly questions: readonly string[];
  /** The names the questions of the stateless revision came under. */
  readonly keys: readonly string[];
  log(): string;
  call(name: string, args?: Record<string, unknown>, signal?: AbortSignal): Promise<ToolOutcome>;
  readResource(uri: string): Promise<unknown>;
  getPrompt(name: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface ModelClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly model?: Model;
  readonly roots?: readonly unknown[];
  readonly confirm?: boolean;
  readonly server?: Partial<PorticoOptions>;
}

/** A client that lends its model; the model may use tools. */
export const withTools: ClientCapabilities = { sampling: { tools: {} } };
/** A client that lends its model, without tools. */
export const withoutTools: ClientCapabilities = { sampling: {} };

/** Serves a module and connects an official client to it. */
export async function connectModel(
  module: new () => object,
  { era, options }: Way,
  {
    capabilities = withTools,
    model = () => say('ok'),
    roots = [],
    confirm = true,
    server,
  }: ModelClientOptions = {},
): Promise<ModelClient> {
  const log = new RecordedLog();
  const app = await PorticoFactory.create(module, {
    name: 'sampling',
    version: '1.0.0',
    log,
    ...options,
    ...server,
  });
  const line = app.connect();
  const { asked, questions, keys } = record(line.clientTransport);
  let turn = 0;
  const answer = (params: unknown) => model(params as Asked, ++turn) as never;
  const info = { name: 'lender', version: '1.0.0' };
  const choice = { action: confirm ? ('accept' as const) : ('decline' as const), content: { value: true } };
  let client: Client | FirstClient;
  if (era === 'session') {
    const first = (client = new FirstClient(info, { capabilities: capabilities as object }));
    if (capabilities.sampling)
      first.setRequestHandler(CreateMessageRequestSchema, ({ params }) => answer(params));
    if (capabilities.roots) first.setRequestHandler(ListRootsRequestSchema, () => ({ roots }));
    if (capabilities.elicitation) first.setRequestHandler(ElicitRequestSchema, () => choice);
  } else {
    const second = (client = new Client(info, {
      capabilities: capabilities as object,
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    }));
    if (capabilities.sampling)
      second.setRequestHandler('sampling/createMessage', ({ params }) => answer(params));
    if (capabilities.roots) second.setRequestHandler('roots/list', () => ({ roots }) as never);
    if (capabilities.elicitation) second.setRequestHandler('elicitation/create', () => choice);
  }
  await client.connect(line.clientTransport);
  return {
    app,
    asked,
    questions,
    keys,
    log: () => log.text,
    call: (name, args = {}, signal) => {
      const options = signal && { signal };
      const params = { name, arguments: args };
      const result =
        client instanceof Client
          ? client.callTool(params, options)
          : client.callTool(params, undefined, options);
      return result as Promise<ToolOutcome>;
    },
    readResource: (uri) => client.readResource({ uri }),
    getPrompt: (name) => client.getPrompt({ name }),
    close: async () => {
      await client.close();
      await app.close();
    },
  };
}

interface Question {
  readonly method: string;
  readonly params: unknown;
}

/** Keeps the questions of the server as they came, and holds them against the official schema. */
function record(transport: Transport) {
  const asked: Asked[] = [];
  const questions: string[] = [];
  const keys: string[] = [];
  const keep = ({ method, params }: Question) => {
    questions.push(method);
    if (method !== 'sampling/createMessage') return;
    const { _meta, ...own } = params as Asked;
    const parsed = CreateMessageRequestSchema.parse({ method, params: own });
    // The schema drops what it does not know.
    if (JSON.stringify(sorted(parsed.params)) !== JSON.stringify(sorted(own)))
      throw new Error(`The question says more than the protocol: ${JSON.stringify(own)}`);
    asked.push(own);
  };
  transport.onmessage = (given) => {
    const message = structuredClone(given) as unknown as Partial<Question> & {
      id?: unknown;
      result?: { inputRequests?: Record<string, Question> };
    };
    if (message.id !== undefined && message.method !== undefined) keep(message as Question);
    for (const [key, question] of Object.entries(message.result?.inputRequests ?? {})) {
      keys.push(key);
      keep(question);
    }
  };
  return { asked, questions, keys };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

export function say(text: string, stopReason = 'endTurn'): Answer {
  return { role: 'assistant', model: 'client-model', content: { type: 'text', text }, stopReason };
}

/** The model calls tools: a name and arguments each. Their ids are `use-<turn>-<place>`. */
export function use(
  turn: number,
  ...calls: readonly (readonly [name: string, input: Record<string, unknown>])[]
): Answer {
  const content = calls.map(([name, input], at) => ({
    type: 'tool_use' as const,
    id: `use-${turn}-${at + 1}`,
    name,
    input,
  }));
  return { role: 'assistant', model: 'client-model', content, stopReason: 'toolUse' };
}

/** The texts of the results in the last message the model was sent, by the id of the call. */
export function results({ messages }: Asked): Record<string, { text: string; isError: boolean }> {
  const { content } = messages.at(-1)!;
  const blocks = Array.isArray(content) ? content : [content];
  return Object.fromEntries(
    blocks.map((block) => {
      if (block.type !== 'tool_result') throw new Error(`A ${block.type} block among the results`);
      const text = block.content.map((part) => (part.type === 'text' ? part.text : part.type)).join('|');
      return [block.toolUseId, { text, isError: block.isError ?? false }];
    }),
  );
}
