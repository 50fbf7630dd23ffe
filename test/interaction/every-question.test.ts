import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Transport } from '@modelcontextprotocol/client';
import { PorticoFactory, silentLog, type PorticoApp } from 'portico';
import { formCases } from '../elicitation/form-cases.js';
import { clientKinds } from '../support/clients.js';
import { eventually } from '../support/eventually.js';
import { startProcess, type ServerProcess } from '../support/server-process.js';
import { serverCommand } from '../support/servers.js';
import { AlternatingTransport } from './alternating-transport.js';
import {
  askingKinds,
  type Answers,
  type AskingClient,
  type AskingKind,
  type Reply,
} from './asking-client.js';
import { EveryQuestionModule } from './every-question.fixture.js';

type Mode = 'park' | 'replay';

/** A client, what carries it, and who takes the answer to a question. */
interface Line {
  readonly kind: AskingKind;
  readonly transport: 'stdio' | 'HTTP';
  readonly mode: Mode;
  /** Whether another process takes the answer than the one that asked; they share nothing but the key. */
  readonly elsewhere: boolean;
}

const options = (mode: Mode) => ({
  name: 'asking',
  version: '1.0.0',
  interaction: { keys: ['k'.repeat(40)], mode },
});

/** With a session a question is pushed to the client, and only the process that asked can be answered. */
const lines = askingKinds.flatMap((kind) =>
  (['stdio', 'HTTP'] as const).flatMap((transport): Line[] => {
    const line = { kind, transport, mode: 'park', elsewhere: false } as const;
    if (kind.era === 'session') return [line];
    return [line, { ...line, mode: 'replay' }, { ...line, elsewhere: true }];
  }),
);

const named = lines.map((line) => {
  const { kind, transport, mode, elsewhere } = line;
  const how = kind.era === 'session' ? 'pushed' : elsewhere ? 'answered at a second process' : mode;
  return [`${kind.name} over ${transport}, ${how}`, line] as const;
});

const apps = new Map<Mode, Promise<{ app: PorticoApp; url: URL }>>();
const processes: ServerProcess[] = [];

/** One server over HTTP in this process for each mode. */
function here(mode: Mode): Promise<{ app: PorticoApp; url: URL }> {
  const serve = async () => {
    const app = await PorticoFactory.create(EveryQuestionModule, { ...options(mode), log: silentLog });
    const { address } = await app.listen({ transport: 'http', port: 0, signals: false });
    return { app, url: new URL(address) };
  };
  const serving = apps.get(mode) ?? serve();
  apps.set(mode, serving);
  return serving;
}

let pair: Promise<URL[]> | undefined;

/** Two processes that serve over HTTP. */
function twoProcesses(): Promise<URL[]> {
  const serve = (): Promise<URL> => {
    const server = startProcess(EveryQuestionModule, options('park'), { transport: 'http', port: 0 });
    processes.push(server);
    return eventually(() => new URL(/listening on (\S+)/.exec(server.stderr())![1]!), 30_000);
  };
  return (pair ??= Promise.all([serve(), serve()]));
}

async function open({ kind, transport, mode, elsewhere }: Line): Promise<Transport> {
  const { http, stdio } = clientKinds.find(({ name }) => name === kind.name)!;
  const command = serverCommand(EveryQuestionModule, options(mode));
  if (transport === 'stdio')
    return elsewhere ? new AlternatingTransport([stdio(command), stdio(command)]) : stdio(command);
  if (!elsewhere) return http((await here(mode)).url);
  const [one, two] = await twoProcesses();
  return new AlternatingTransport([http(one!), http(two!)]);
}

afterAll(async () => {
  const open = await Promise.all(apps.values());
  await Promise.all(open.map(({ app }) => app.close()));
  for (const server of processes) server.kill('SIGKILL');
  await Promise.all(processes.map((server) => server.exit(Date.now())));
});

/** What the user answers, by the beginning of the question. */
const replies: Readonly<Record<string, Reply>> = {
  'Your name?': { action: 'accept', content: { value: 'Ada' } },
  'Sure?': { action: 'accept', content: { value: true } },
  'Name?': { action: 'decline' },
  'Size?': { action: 'accept', content: { value: 'large' } },
  'Colours?': { action: 'accept', content: { value: ['red'] } },
  'Please pay.': { action: 'accept' },
  'For how many?': { action: 'accept', content: { guests: 4 } },
  'Inside?': { action: 'accept', content: { value: true } },
  'How many?': { action: 'accept', content: { value: 3 } },
  'At least three?': { action: 'accept', content: { guests: 'two' } },
  'At least three?\n\nThe last answer could not be used': { action: 'accept', content: { guests: 3 } },
  'First?': { action: 'accept', content: { value: 'one' } },
  'Second, after': { action: 'accept', content: { value: 'two' } },
  'Signed by?': { action: 'accept', content: { value: 'Ada' } },
  'For whom?': { action: 'accept', content: { value: 'Ada' } },
};

/** Each tool that asks, and what it comes to. */
const questions: readonly (readonly [tool: string, result: object])[] = [
  ['elicitOrThrow', { content: [{ type: 'text', text: 'Ada' }] }],
  ['short', { structuredContent: { confirm: true, ask: null, choose: 'large', chooseMany: ['red'] } }],
  ['url', { structuredContent: { action: 'accept' } }],
  ['elicited', { structuredContent: { guests: 4, inside: true } }],
  ['sample', { structuredContent: { text: 'hello', model: 'client-model' } }],
  ['sampleResult', { structuredContent: { city: 'Paris', isCity: true } }],
  ['sampleTools', { structuredContent: { text: 'the tower of Paris' } }],
  ['roots', { structuredContent: { roots: [{ uri: 'file:///home', name: 'home' }] } }],
  ['together', { structuredContent: { guests: 3, inside: true, text: 'hello', roots: 1 } }],
  ['again', { structuredContent: { guests: 3 } }],
];

describe.each(named)('%s', (_name, line) => {
  let client: AskingClient;
  let content: Record<string, string | number | boolean | string[]>;
  const answers: Answers = {
    form(message) {
      if (message === 'Please answer.') return { action: 'accept', content };
      const known = Object.keys(replies).filter((beginning) => message.startsWith(beginning));
      return replies[known.at(-1)!]!;
    },
    model({ messages, tools = [] }) {
      const said = (block: object, stopReason: string) => ({
        role: 'assistant',
        model: 'client-model',
        content: block,
        stopReason,
      });
      const last = JSON.stringify(messages.at(-1));
      if (last.includes('tool_result'))
        return said({ type: 'text', text: /the tower of \w+/.exec(last)![0] }, 'endTurn');
      const tool = tools[0]?.name;
      if (tool === undefined) return said({ type: 'text', text: 'hello' }, 'endTurn');
      return said({ type: 'tool_use', id: 'use-1', name: tool, input: { city: 'Paris' } }, 'toolUse');
    },
    roots: [{ uri: 'file:///home', name: 'home' }],
  };
  beforeAll(async () => {
    client = await line.kind.connect(await open(line), answers);
  }, 60_000);
  afterAll(() => client?.close());

  test.each(formCases)('the form %s', async (form, _schema, given, data, type) => {
    content = given;
    const { structuredContent } = await client.call('elicit', { form });
    expect(structuredContent).toEqual({ value: { action: 'accept', data, type } });
  });

  test.each(questions)('%s', async (tool, result) => {
    expect(await client.call(tool)).toMatchObject(result);
  });

  test('prompts and resources', async () => {
    expect(await client.prompt('letter', { to: 'Bob' })).toMatchObject({
      messages: [{ content: { text: 'Bob, Ada' } }],
    });
    expect(await client.read('table://3')).toMatchObject({ contents: [{ text: '3: Ada' }] });
  });

  test('an effect between two questions', async () => {
    const { structuredContent } = await client.call('effect');
    const { done, pid } = structuredContent as { done: { pid: number }; pid: number };
    expect(structuredContent).toMatchObject({ first: 'one', second: 'two' });
    expect(done.pid === pid).toBe(!line.elsewhere);
  });
});
