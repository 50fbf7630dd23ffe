import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { Client, type Transport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import {
  PorticoFactory,
  silentLog,
  type ClientCapabilities,
  type Era,
  type PorticoApp,
  type PorticoOptions,
  type PromptOutcome,
  type ReadOutcome,
  type ToolOutcome,
} from 'portico';

/** How a question reaches the person: pushed; or by suspending the handler, which then goes on or runs again. */
export interface Way {
  readonly name: string;
  readonly era: Era;
  readonly options: Partial<PorticoOptions>;
}

/** The ways these tests run for. */
export const ways: readonly Way[] = [
  { name: 'session', era: 'session', options: {} },
  { name: 'stateless, parked', era: 'stateless', options: { interaction: { mode: 'park' } } },
  { name: 'stateless, replayed', era: 'stateless', options: { interaction: { mode: 'replay' } } },
];

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

/**
 * Serves a module for the tests of a `describe` block.
 *
 * @returns connects a person for one test; by default one whose client can show forms and open URLs
 */
export function useModule(
  module: new () => object,
  { era, options }: Way,
): (capabilities?: ClientCapabilities) => Promise<Person> {
  let app: PorticoApp;
  const people: Person[] = [];
  beforeAll(async () => {
    app = await PorticoFactory.create(module, {
      name: 'asking',
      version: '1.0.0',
      log: silentLog,
      ...options,
    });
  });
  afterEach(async () => void (await Promise.all(people.splice(0).map((person) => person.close()))));
  afterAll(() => app.close());
  return async (capabilities) => {
    const person = await connectPerson(app, era, capabilities);
    people.push(person);
    return person;
  };
}

/** Connects an official client of an era, whose user answers what `reply` was told; at first everything is cancelled. */
async function connectPerson(app: PorticoApp, era: Era, capabilities = both): Promise<Person> {
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
