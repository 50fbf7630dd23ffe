import { afterEach, describe, expect, it } from '@jest/globals';
import { concurrencyLimit, Context, Injectable, Module, Tool, UseInterceptors } from 'portico';
import { createTestClient, type TestClient } from 'portico/testing';
import { eventually } from '../../support/eventually.js';

let running = 0;
let most = 0;
let release: (() => void)[] = [];
const answers: (() => void)[] = [];

async function work(): Promise<string> {
  most = Math.max(most, ++running);
  try {
    await new Promise<void>((resolve) => release.push(resolve));
    return 'done';
  } finally {
    running--;
  }
}

@Injectable()
class Printer {
  @UseInterceptors(concurrencyLimit({ max: 2 }))
  @Tool('Two at once, nobody waits')
  print(): Promise<string> {
    return work();
  }

  @UseInterceptors(concurrencyLimit({ max: 1, queue: 1, wait: '30s' }))
  @Tool('One at once, one waits')
  bind(): Promise<string> {
    return work();
  }

  @UseInterceptors(concurrencyLimit({ max: 1, queue: 1, wait: 20 }))
  @Tool('One at once, one waits a moment')
  fold(): Promise<string> {
    return work();
  }

  @UseInterceptors(concurrencyLimit({ max: 1 }))
  @Tool('Asks')
  async ask(ctx: Context): Promise<string> {
    const isSure = await ctx.confirm('Sure?');
    return `sure: ${isSure}`;
  }
}

@Module({ providers: [Printer] })
class PrinterModule {}

const BUSY = { isError: true, content: [{ text: expect.stringContaining('Too many calls at once') }] };
const DONE = { content: [{ text: 'done' }] };

describe.each(['session', 'stateless'] as const)('concurrencyLimit (%s)', (era) => {
  let client: TestClient;
  const connect = async () => {
    running = most = 0;
    release = [];
    client = await createTestClient(PrinterModule, {
      era,
      onElicit: async (question) => {
        await new Promise<void>((resolve) => answers.push(resolve));
        const [field] = Object.keys(question.requestedSchema?.properties ?? { value: 0 });
        return { action: 'accept', content: { [field!]: true } };
      },
    });
  };
  afterEach(() => client.close());
  const letGo = () => release.splice(0).forEach((go) => go());

  it('refuses who finds no place, and has one again when a call ends', async () => {
    await connect();
    const first = [client.callTool('print'), client.callTool('print')];
    await eventually(() => expect(running).toBe(2));
    expect(await client.callTool('print')).toMatchObject(BUSY);
    letGo();
    for (const call of first) expect(await call).toMatchObject(DONE);
    const next = client.callTool('print');
    await eventually(() => expect(running).toBe(1));
    letGo();
    expect(await next).toMatchObject(DONE);
    expect(most).toBe(2);
  });

  it('lets calls wait, and refuses the one for which there is no room to wait', async () => {
    await connect();
    const first = client.callTool('bind');
    await eventually(() => expect(running).toBe(1));
    const others = [client.callTool('bind'), client.callTool('bind')];
    expect(await Promise.race(others)).toMatchObject(BUSY);
    letGo();
    expect(await first).toMatchObject(DONE);
    await eventually(() => expect(running).toBe(1));
    letGo();
    expect((await Promise.all(others)).filter(({ isError }) => !isError)).toHaveLength(1);
    expect(most).toBe(1);
  });

  it('refuses who waited too long, and who went away while waiting', async () => {
    await connect();
    const first = client.callTool('fold');
    await eventually(() => expect(running).toBe(1));
    expect(await client.callTool('fold')).toMatchObject(BUSY);
    const gone = new AbortController();
    const waiting = client.callTool('fold', {}, { signal: gone.signal }).catch(() => 'gone');
    gone.abort();
    await waiting;
    letGo();
    expect(await first).toMatchObject(DONE);
    const next = client.callTool('fold');
    await eventually(() => expect(running).toBe(1));
    letGo();
    expect(await next).toMatchObject(DONE);
  });

  it('gives the place away while a person thinks', async () => {
    await connect();
    const first = client.callTool('ask');
    await eventually(() => expect(answers).toHaveLength(1));
    const second = client.callTool('ask');
    await eventually(() => expect(answers).toHaveLength(2));
    answers.splice(0).forEach((answer) => answer());
    for (const call of [first, second])
      expect(await call).toMatchObject({ content: [{ text: 'sure: true' }] });
    const third = client.callTool('ask');
    await eventually(() => expect(answers).toHaveLength(1));
    answers.splice(0).forEach((answer) => answer());
    expect(await third).toMatchObject({ content: [{ text: 'sure: true' }] });
  });
});
