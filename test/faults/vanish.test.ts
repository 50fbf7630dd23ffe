import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import {
  Context,
  Injectable,
  Module,
  PorticoFactory,
  Tool,
  type ListenOptions,
  type PorticoApp,
} from 'portico';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { isLong } from './support/length.js';
import { headersOf, type ValidRequest } from './support/requests.js';
import { expectNothingUnheard } from './support/sound.js';
import { TargetModule } from './target.fixture.js';

expectNothingUnheard();

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'vanish', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {
    elicitation: { form: {} },
    extensions: { 'io.modelcontextprotocol/tasks': {} },
  },
};

@Injectable()
class BackgroundTools {
  @Tool({ description: 'Works on when the client is gone', task: 'optional' })
  async work(ctx: Context) {
    for (let i = 1; i <= 5; i++) {
      await ctx.reportProgress(i, 5);
      await pass(10);
    }
    return 'done';
  }
}

@Module({ imports: [TargetModule], providers: [BackgroundTools] })
class VanishModule {}

const log = new RecordedLog();
let app: PorticoApp;
let url: URL;
async function start(listen: ListenOptions = {}): Promise<void> {
  app = await PorticoFactory.create(VanishModule, {
    name: 'target',
    version: '1.0.0',
    log,
    metrics: true,
    jobs: { url: 'memory:' },
  });
  url = new URL((await app.listen({ transport: 'http', port: 0, signals: false, ...listen })).address);
}
beforeAll(() => start({ resumability: true, keepAlive: 50 }));
afterAll(() => app.close());
afterEach(async () => {
  // Whatever was left behind ends by itself, and the next client is served as if nothing had been.
  await eventually(async () => {
    const { text } = await app.metrics();
    expect(text).toContain('portico_calls_running 0');
    expect(text).toContain('portico_tasks_running 0');
  }, 20_000);
  expect((await fetch(new URL('/healthz', url))).status).toBe(200);
  expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
});

/** How far a client gets before it is gone. */
const steps = [
  'half of the headers',
  'half of the body',
  'the whole request',
  'the first of the answer',
] as const;
type StepName = (typeof steps)[number];

function like(era: ValidRequest['era'], method: string, params: object): ValidRequest {
  const meta = era === 'stateless' ? { _meta: META } : { _meta: { progressToken: 'p' } };
  return { era, message: { jsonrpc: '2.0', id: 7, method, params: { ...params, ...meta } } };
}

/** Sends a request up to a step, and hangs up. */
async function vanish(valid: ValidRequest, session: string | undefined, step: StepName): Promise<void> {
  const body = JSON.stringify(valid.message);
  const headers = { ...headersOf(valid, session), 'content-length': String(Buffer.byteLength(body)) };
  const sent = request(url, { method: 'POST', headers, agent: false });
  sent.on('error', () => {});
  const closed = new Promise((resolve) => sent.once('close', resolve));
  if (step === 'half of the headers') sent.flushHeaders();
  else if (step === 'half of the body') sent.write(body.slice(0, body.length / 2));
  else sent.end(body);
  if (step === 'the whole request') await new Promise((resolve) => sent.once('finish', resolve));
  else if (step === 'the first of the answer') await firstOf(sent);
  else await new Promise((resolve) => sent.once('socket', (socket) => socket.once('connect', resolve)));
  sent.destroy();
  await closed;
}

async function firstOf(sent: ClientRequest): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve) => sent.once('response', resolve));
  response.on('error', () => {});
  await Promise.race([
    new Promise((resolve) => response.once('data', resolve)),
    new Promise((resolve) => response.once('end', resolve)),
  ]);
}

async function open(): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: { elicitation: {} },
        clientInfo: { name: 'vanish', version: '1' },
      },
    }),
  });
  await response.text();
  return response.headers.get('mcp-session-id')!;
}

/** A session whose client is gone is ended by its owner or by time; here by its owner, so that nothing stays. */
async function end(session: string): Promise<void> {
  const headers = { 'mcp-session-id': session, 'mcp-protocol-version': '2025-11-25' };
  await (await fetch(url, { method: 'DELETE', headers })).text();
}

const flows = {
  'a list': ['tools/list', {}],
  'a call': ['tools/call', { name: 'echo', arguments: { cart: 'c-1' } }],
  'a call that tells its progress': ['tools/call', { name: 'slow', arguments: {} }],
  'a call that asks': ['tools/call', { name: 'checkout', arguments: { cart: 'c-1' } }],
  'a read': ['resources/read', { uri: 'things://a/1' }],
  'a prompt': ['prompts/get', { name: 'write', arguments: { tone: 'formal' } }],
  'a completion': [
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'write' }, argument: { name: 'tone', value: 'f' } },
  ],
  'a task': ['tools/call', { name: 'work', arguments: {}, task: {} }],
} as const;

describe.each(Object.keys(flows) as (keyof typeof flows)[])('%s', (flow) => {
  const [method, params] = flows[flow];
  const times = isLong ? 50 : 3;

  test.each(steps)('of a stateless client that is gone after %s', async (step) => {
    for (let i = 0; i < times; i++) await vanish(like('stateless', method, params), undefined, step);
  });

  test.each(steps)('of a client with a session that is gone after %s', async (step) => {
    for (let i = 0; i < times; i++) {
      const session = await open();
      await vanish(like('session', method, params), session, step);
      await end(session);
    }
  });
});

describe('a stream of changes', () => {
  const times = isLong ? 50 : 3;
  const listen = like('stateless', 'subscriptions/listen', { notifications: { toolsListChanged: true } });

  test.each(steps)('of a stateless client that is gone after %s', async (step) => {
    for (let i = 0; i < times; i++) await vanish(listen, undefined, step);
  });

  test.each(['the whole request', 'the first of the answer'] as const)(
    'of a client with a session that is gone after %s',
    async (step) => {
      const session = await open();
      for (let i = 0; i < times; i++) {
        const headers = {
          accept: 'text/event-stream',
          'mcp-session-id': session,
          'mcp-protocol-version': '2025-11-25',
        };
        const sent = request(url, { headers, agent: false });
        sent.on('error', () => {});
        const closed = new Promise((resolve) => sent.once('close', resolve));
        sent.end();
        if (step === 'the whole request') await new Promise((resolve) => sent.once('finish', resolve));
        else await firstOf(sent); // a comment comes every 50 ms
        sent.destroy();
        await closed;
      }
      await end(session);
    },
  );
});

describe('what becomes of a task', () => {
  const post = async (message: ValidRequest, session?: string) => {
    const headers = headersOf(message, session);
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message.message) });
    const text = await response.text();
    return JSON.parse(text.startsWith('{') ? text : /^data: (\{.*)$/m.exec(text)![1]!) as {
      result: Record<string, unknown> & { task?: { taskId: string } };
    };
  };

  test.each(steps)('whose client is gone while it waits for the end, after %s', async (step) => {
    const session = await open();
    const call = like('session', 'tools/call', { name: 'work', arguments: {}, task: {} });
    const { taskId } = (await post(call, session)).result.task!;
    await vanish(like('session', 'tasks/result', { taskId }), session, step);
    // It was worked on all the same, and its result is there for a client that comes back.
    const again = like('session', 'tasks/result', { taskId });
    const { result } = await post({ ...again, message: { ...again.message, id: 8 } }, session);
    expect(result).toMatchObject({ content: [{ text: 'done' }] });
    await end(session);
  });
});

test('a client that is gone between a question and its answer leaves nothing but the question', async () => {
  const ask = like('stateless', 'tools/call', { name: 'checkout', arguments: { cart: 'c-1' } });
  for (let i = 0; i < (isLong ? 200 : 10); i++)
    await (
      await fetch(url, { method: 'POST', headers: headersOf(ask), body: JSON.stringify(ask.message) })
    ).text();
  const { text } = await app.metrics();
  expect(Number(/^portico_handlers_parked (\d+)$/m.exec(text)?.[1])).toBeLessThanOrEqual(1_000);
  // Questions in memory count as calls that run until they are answered, given up or the server closes.
  await app.close();
  expect((await app.metrics()).text).toContain('portico_handlers_parked 0');
  await start();
});
