import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Context,
  Injectable,
  isPorticoError,
  Module,
  PorticoFactory,
  Tool,
  UserError,
  type InteractionOptions,
  type PorticoApp,
} from 'portico';
import { accept, RawClient, text } from '../interaction/raw-client.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';

let trace: string[] = [];
let reachQuestion: () => void = () => {};

@Injectable()
class AskingTools {
  @Tool('Asks twice at once, and awaits one after the other')
  async oneByOne(ctx: Context): Promise<string> {
    const first = ctx.ask('First?');
    const second = ctx.ask('Second?');
    return `${await first} ${await second}`;
  }

  @Tool('Fails beside its question')
  async fails(ctx: Context): Promise<string | undefined> {
    const [answer] = await Promise.all([ctx.ask('Well?'), Promise.reject(new UserError('Nothing left.'))]);
    return answer;
  }

  @Tool('Changes what it was given')
  async changes(ctx: Context): Promise<string> {
    const order = await ctx.once('order', () => ({ total: 10 }));
    order.total += 5;
    await ctx.ask('Sure?');
    return `total ${order.total}`;
  }

  @Tool('Does something beside its question, until it is told to stop')
  async polls(ctx: Context): Promise<unknown> {
    const told = new Promise((resolve) => ctx.signal.addEventListener('abort', resolve, { once: true }));
    void told.then(() => trace.push('told to stop'));
    return Promise.race([ctx.ask('Well?'), told]);
  }

  @Tool('Asks when its client has cancelled')
  async late(ctx: Context): Promise<string> {
    const cancelled = new Promise((resolve) => ctx.signal.addEventListener('abort', resolve, { once: true }));
    reachQuestion();
    await cancelled;
    try {
      return String(await ctx.ask('Too late?'));
    } finally {
      trace.push('cleaned up');
    }
  }

  @Tool('Returns although a question is open')
  async forgets(ctx: Context): Promise<string> {
    void ctx.ask('Nobody waits').then((answer) => trace.push(`answered ${answer}`));
    await new Promise<void>((resolve) => (reachQuestion = resolve));
    return 'done';
  }

  @Tool('Asks when it has returned')
  asksAfterwards(ctx: Context): string {
    setTimeout(() => {
      ctx.ask('Still there?').then(
        (answer) => trace.push(`answered ${answer}`),
        (error: unknown) => trace.push(isPorticoError(error) ? error.code : String(error)),
      );
    }, 50);
    return 'done';
  }
}

/** Asks somebody when the call is over, and waits for nobody. */
@Injectable({ scope: 'request' })
class AsksAtTheEnd {
  constructor(private readonly ctx: Context) {}

  onShutdown(): void {
    void this.ctx.ask('Still there?');
  }
}

@Injectable({ scope: 'request' })
class EndingTools {
  constructor(readonly asks: AsksAtTheEnd) {}

  @Tool() endsAtOnce(): string {
    return 'done';
  }

  @Tool() async endsLater(): Promise<string> {
    await sleep(1);
    return 'done';
  }

  @Tool({ timeout: '5s' }) async endsInTime(): Promise<string> {
    await sleep(1);
    return 'done';
  }
}

@Module({ providers: [AskingTools, AsksAtTheEnd, EndingTools] })
class AskingModule {}

let log = new RecordedLog();
const apps: PorticoApp[] = [];
async function start(interaction: InteractionOptions = {}): Promise<PorticoApp> {
  log = new RecordedLog();
  const app = await PorticoFactory.create(AskingModule, {
    name: 'asking',
    version: '1.0.0',
    log,
    interaction: { keys: ['k'.repeat(40)], ...interaction },
  });
  apps.push(app);
  return app;
}

beforeEach(() => void (trace = []));
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  await sleep(0); // an unhandled rejection fails the test it happens in
});

describe.each(['park', 'replay'] as const)('%s', (mode) => {
  it('questions that are awaited one after another are stopped without an unhandled rejection', async () => {
    const client = new RawClient(await start({ mode }));
    const first = await client.call('oneByOne', {});
    expect(Object.keys(first.result!.inputRequests)).toHaveLength(2);
    await apps[0]!.close();
    await sleep(0);
    expect(log.text).toBe('');
  });

  it('a handler that fails beside its question is told of its failure', async () => {
    const client = new RawClient(await start({ mode }));
    const answer = await client.call('fails', {});
    expect(answer.result).toMatchObject({ isError: true, content: [{ text: 'Nothing left.' }] });
  });

  it('what a handler changes of a kept result is not changed twice', async () => {
    const client = new RawClient(await start({ mode }));
    const first = await client.call('changes', {});
    const retry = accept(first, 'yes');
    expect(text(await client.call('changes', {}, retry))).toBe('total 15');
    expect(text(await client.call('changes', {}, retry))).toBe('total 15');
  });

  it.each(['endsAtOnce', 'endsLater', 'endsInTime'])(
    'a question that is asked while %s ends is told, since nobody waits for it',
    async (name) => {
      const client = new RawClient(await start({ mode }));
      expect((await client.call(name, {})).result).toMatchObject({ isError: true });
      expect(log.text).toContain('PORTICO_OPEN_QUESTION');
    },
  );

  it('what runs beside a question is told when nobody goes on with it', async () => {
    const client = new RawClient(await start({ mode, ttl: 50 }));
    const first = await client.call('polls', {});
    expect(first.result).toMatchObject({ resultType: 'input_required' });
    await eventually(() => expect(trace).toEqual(['told to stop']));
  });
});

it('a question after the client has cancelled is put to nobody, and the handler cleans up', async () => {
  const line = (await start()).connect();
  const reached = new Promise<void>((resolve) => (reachQuestion = resolve));
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
  };
  const params = { name: 'late', arguments: {}, _meta };
  await line.clientTransport.send({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  await reached;
  const cancel = { method: 'notifications/cancelled', params: { requestId: 1, _meta } };
  await line.clientTransport.send({ jsonrpc: '2.0', ...cancel });
  await eventually(() => expect(trace).toEqual(['cleaned up']));
  await line.close();
});

describe('a session', () => {
  interface Message {
    readonly id?: number;
    readonly method?: string;
    readonly params?: { readonly requestId?: number };
  }
  async function open() {
    const line = (await start()).connect();
    const received: Message[] = [];
    line.clientTransport.onmessage = (message) => void received.push(message as Message);
    const send = (message: object) => line.clientTransport.send({ jsonrpc: '2.0', ...message } as never);
    const clientInfo = { name: 'raw', version: '1.0.0' };
    const capabilities = { elicitation: {} };
    const params = { protocolVersion: '2025-11-25', clientInfo, capabilities };
    await send({ id: 1, method: 'initialize', params });
    await eventually(() => expect(received).toHaveLength(1));
    await send({ method: 'notifications/initialized' });
    return { line, received, send };
  }

  it('takes back a question that is open when the handler has returned, and says so in the log', async () => {
    const { line, received, send } = await open();
    await send({ id: 2, method: 'tools/call', params: { name: 'forgets', arguments: {} } });
    await eventually(() => expect(received.at(-1)?.method).toBe('elicitation/create'));
    const question = received.at(-1)!.id;
    reachQuestion();
    await eventually(() => expect(received.map(({ id }) => id)).toContain(2));
    const cancelled = received.find(({ method }) => method === 'notifications/cancelled');
    expect(cancelled?.params?.requestId).toBe(question);
    expect(log.text).toMatch(/ended although it had asked something nobody waited for/);
    await line.close();
    await sleep(0);
    expect(trace).toEqual([]);
  });

  it('puts no question when the call is over', async () => {
    const { line, received, send } = await open();
    await send({ id: 2, method: 'tools/call', params: { name: 'asksAfterwards', arguments: {} } });
    await eventually(() => expect(trace).toEqual(['PORTICO_CALL_ENDED']));
    expect(received.map(({ method }) => method)).not.toContain('elicitation/create');
    await line.close();
  });
});
