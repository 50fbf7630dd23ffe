import { Client, type Transport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { ClientCapabilities, Era, PorticoApp, PromptOutcome, ReadOutcome, ToolOutcome } from 'portico';

/** The families of revisions these tests run for. */
export const eras: readonly Era[] = ['session', 'stateless'];

/** The parameters of a question, as they came over the line. */
export interface Question {
  readonly message: string;
  readonly mode?: string;
  readonly url?: string;
  readonly elicitationId?: string;
  readonly requestedSchema?: {
    readonly type: string;
    readonly properties: Record<string, Record<string, unknown>>;
    readonly required?: readonly string[];
  };
}

type Content = Record<string, string | number | boolean | string[]>;

/** What the person at the client does. */
export type Reply =
  { readonly action: 'accept'; readonly content?: Content } | { readonly action: 'decline' | 'cancel' };

/** An official client with a person behind it. */
export interface Person {
  /** Every question so far, as it came over the line. */
  readonly asked: readonly Question[];
  /** The questions that came in one round, by round; a session asks one at a time. */
  readonly rounds: readonly (readonly Question[])[];
  /** Every notification so far. */
  readonly notified: readonly { readonly method: string; readonly params?: unknown }[];
  /** Replaces what the person answers from now on. */
  reply(answer: (question: Question) => Reply | Promise<Reply>): void;
  call(name: string, args?: Record<string, unknown>): Promise<ToolOutcome>;
  readResource(uri: string): Promise<ReadOutcome>;
  getPrompt(name: string, args?: Record<string, string>): Promise<PromptOutcome>;
  close(): Promise<void>;
}

const both: ClientCapabilities = { elicitation: { form: {}, url: {} } };
const info = { name: 'person', version: '1.0.0' };

/** Connects an official client of an era, whose user answers what `reply` was told; at first everything is cancelled. */
export async function connectPerson(app: PorticoApp, era: Era, capabilities = both): Promise<Person> {
  const { clientTransport } = app.connect();
  const { rounds, notified } = record(clientTransport);
  let answer: (question: Question) => Reply | Promise<Reply> = () => ({ action: 'cancel' });
  const client = era === 'session' ? firstClient() : secondClient();
  await client.connect(clientTransport);

  function firstClient(): FirstClient {
    const first = new FirstClient(info, { capabilities: capabilities as object });
    if (capabilities.elicitation)
      first.setRequestHandler(ElicitRequestSchema, ({ params }) => answer(params as Question));
    return first;
  }

  function secondClient(): Client {
    const second = new Client(info, {
      capabilities: capabilities as object,
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    });
    if (capabilities.elicitation)
      second.setRequestHandler('elicitation/create', ({ params }) => answer(params as unknown as Question));
    return second;
  }

  return {
    get asked() {
      return rounds.flat();
    },
    rounds,
    notified,
    reply: (next) => (answer = next),
    call: (name, args = {}) => client.callTool({ name, arguments: args }) as Promise<ToolOutcome>,
    readResource: (uri) => client.readResource({ uri }) as Promise<ReadOutcome>,
    getPrompt: (name, args = {}) => client.getPrompt({ name, arguments: args }) as Promise<PromptOutcome>,
    close: () => client.close(),
  };
}

interface Message {
  readonly method?: string;
  readonly id?: unknown;
  readonly params?: unknown;
  readonly result?: { readonly inputRequests?: Readonly<Record<string, { readonly params: Question }>> };
}

/** Keeps what the server says before the client has read, and perhaps changed it. */
function record(transport: Transport) {
  const rounds: Question[][] = [];
  const notified: { method: string; params?: unknown }[] = [];
  transport.onmessage = (given) => {
    const { method, id, params, result } = structuredClone(given) as Message;
    if (method === 'elicitation/create') rounds.push([params as Question]);
    else if (method !== undefined && id === undefined) notified.push({ method, params });
    if (result?.inputRequests)
      rounds.push(Object.values(result.inputRequests).map((request) => request.params));
  };
  return { rounds, notified };
}

/** Answers with these in turn; the last one for all further questions. */
export function inTurn(...replies: readonly Reply[]): () => Reply {
  let next = 0;
  return () => replies[Math.min(next++, replies.length - 1)]!;
}

export function accept(content: Content): Reply {
  return { action: 'accept', content };
}
