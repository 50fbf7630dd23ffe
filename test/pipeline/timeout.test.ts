import { expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context, Injectable, Module, Tool, UserError } from 'portico';
import { accept, createTestClient } from 'portico/testing';

let reason: unknown;
let seenLate: unknown;
let seen = (): void => {};

@Injectable()
class SlowTools {
  @Tool({ description: 'Stops by its signal', timeout: '40ms' })
  async slow(ctx: Context): Promise<string> {
    try {
      await sleep(10_000, undefined, { signal: ctx.signal });
    } catch {
      reason = ctx.signal.reason;
    }
    return 'too late';
  }

  @Tool({ description: 'In time', timeout: '5s' })
  quick(): string {
    return 'done';
  }

  @Tool({ description: 'Fails at once', timeout: '5s' })
  fails(): string {
    throw new UserError('no');
  }

  @Tool({ description: 'Looks at its signal when the time is over', timeout: '20ms' })
  async looksLate(ctx: Context): Promise<void> {
    await sleep(60);
    seenLate = ctx.signal.aborted && ctx.signal.reason;
    seen();
    throw new Error('nobody hears of this');
  }

  @Tool({ description: 'Asks, which takes longer than the limit, and goes on', timeout: '300ms' })
  async asks(ctx: Context): Promise<string> {
    const isYes = await ctx.confirm('Go on?');
    await sleep(1);
    return isYes ? 'went on' : 'stopped';
  }

  @Tool({ description: 'Asks when the time is over', timeout: '20ms' })
  async asksLate(ctx: Context): Promise<void> {
    await sleep(60);
    await ctx.confirm('Too late?').catch((error: Error) => (seenLate = error.message));
    seen();
  }
}

@Module({ providers: [SlowTools] })
class SlowModule {}

it.each(['session', 'stateless'] as const)('ends a call that takes too long (%s)', async (era) => {
  const client = await createTestClient(SlowModule, { era });
  const result = await client.callTool('slow');
  expect(result).toMatchObject({
    isError: true,
    content: [{ text: 'The call took longer than 40 ms and was stopped.' }],
  });
  expect(String(reason)).toContain('SlowTools.slow took longer than 40 ms');
  expect(await client.callTool('quick')).toMatchObject({ content: [{ text: 'done' }] });
  await client.close();
});

it.each(['session', 'stateless'] as const)('tells at once what fails at once (%s)', async (era) => {
  const client = await createTestClient(SlowModule, { era });
  expect(await client.callTool('fails')).toMatchObject({ isError: true, content: [{ text: 'no' }] });
  await client.close();
});

it('aborts a signal that is first looked at when the time is over', async () => {
  const client = await createTestClient(SlowModule);
  const looked = new Promise<void>((resolve) => (seen = resolve));
  expect(await client.callTool('looksLate')).toMatchObject({ isError: true });
  await looked;
  expect(String(seenLate)).toContain('SlowTools.looksLate took longer than 20 ms');
  await client.close();
});

it('asks nobody when the time is over', async () => {
  let questions = 0;
  const onElicit = () => {
    questions++;
    return accept(true);
  };
  const client = await createTestClient(SlowModule, { onElicit });
  const asked = new Promise<void>((resolve) => (seen = resolve));
  expect(await client.callTool('asksLate')).toMatchObject({ isError: true });
  await asked;
  expect(String(seenLate)).toContain('took longer than 20 ms');
  expect(questions).toBe(0);
  await client.close();
});

it('does not count the time in which the user is asked', async () => {
  const onElicit = async () => {
    await sleep(500);
    return accept(true);
  };
  const client = await createTestClient(SlowModule, { onElicit });
  expect(await client.callTool('asks')).toMatchObject({ content: [{ text: 'went on' }] });
  await client.close();
});
