import { Client, type Transport, type VersionNegotiationMode } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { ClientCapabilities, Era, PromptOutcome, ReadOutcome, ToolOutcome } from 'portico';

type Content = Record<string, string | number | boolean | string[]>;

/** What the user answers to a form. */
export type Reply =
  { readonly action: 'accept'; readonly content?: Content } | { readonly action: 'decline' | 'cancel' };

/** What the user and the model of a client answer, by the text of the question. */
export interface Answers {
  form(message: string): Reply;
  model(request: ModelRequest): unknown;
  readonly roots: readonly { readonly uri: string; readonly name?: string }[];
}

export interface ModelRequest {
  readonly messages: readonly { readonly content: unknown }[];
  readonly tools?: readonly { readonly name: string }[];
}

/** An official client that can be asked everything. */
export interface AskingClient {
  call(name: string, args?: Record<string, unknown>): Promise<ToolOutcome>;
  read(uri: string): Promise<ReadOutcome>;
  prompt(name: string, args: Record<string, string>): Promise<PromptOutcome>;
  close(): Promise<void>;
}

/** An official client in one way of using it. */
export interface AskingKind {
  readonly name: string;
  readonly era: Era;
  connect(transport: Transport, answers: Answers): Promise<AskingClient>;
}

const info = { name: 'asked', version: '1.0.0' };
const capabilities: ClientCapabilities = {
  elicitation: { form: {}, url: {} },
  sampling: { tools: {} },
  roots: {},
};

export const sdkV1: AskingKind = {
  name: 'SDK v1',
  era: 'session',
  async connect(transport, { form, model, roots }) {
    const client = new FirstClient(info, { capabilities: capabilities as object });
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => form(params.message));
    client.setRequestHandler(
      CreateMessageRequestSchema,
      ({ params }) => model(params as ModelRequest) as never,
    );
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [...roots] }));
    await client.connect(transport);
    return uniform(client);
  },
};

function sdkV2(how: string, mode: VersionNegotiationMode): AskingKind {
  return {
    name: `SDK v2 ${how}`,
    era: mode === 'legacy' ? 'session' : 'stateless',
    async connect(transport, { form, model, roots }) {
      const client = new Client(info, { capabilities: capabilities as object, versionNegotiation: { mode } });
      client.setRequestHandler('elicitation/create', ({ params }) => form(params.message));
      client.setRequestHandler(
        'sampling/createMessage',
        ({ params }) => model(params as ModelRequest) as never,
      );
      client.setRequestHandler('roots/list', () => ({ roots: [...roots] }));
      await client.connect(transport);
      return uniform(client);
    },
  };
}

export const askingKinds: readonly AskingKind[] = [
  sdkV1,
  sdkV2('legacy', 'legacy'),
  sdkV2('auto', 'auto'),
  sdkV2('pinned', { pin: '2026-07-28' }),
];

function uniform(client: Client | FirstClient): AskingClient {
  return {
    call: (name, args = {}) => client.callTool({ name, arguments: args }) as Promise<ToolOutcome>,
    read: (uri) => client.readResource({ uri }) as Promise<ReadOutcome>,
    prompt: (name, args) => client.getPrompt({ name, arguments: args }) as Promise<PromptOutcome>,
    close: () => client.close(),
  };
}
