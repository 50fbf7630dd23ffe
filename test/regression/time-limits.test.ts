import { describe, expect, test } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context, Injectable, Module, Tool } from 'portico';
import { accept, createTestClient } from 'portico/testing';

const transactions = new AsyncLocalStorage<string>();

/** What a handler saw of its signal, and how to hear of it. */
let seen: unknown;
let tell = (): void => {};
const told = (): Promise<void> => new Promise((resolve) => (tell = resolve));

@Injectable()
class LimitedTools {
  /** Looks at its signal long after it was stopped. */
  @Tool({ timeout: '5s' })
  async cleansUp(ctx: Context): Promise<string> {
    try {
      return String(await ctx.confirm('Go on?'));
    } catch (error) {
      await sleep(30);
      seen = ctx.signal.aborted;
      tell();
      throw error;
    }
  }

  @Tool()
  async cleansUpWithoutLimit(ctx: Context): Promise<string> {
    return this.cleansUp(ctx);
  }

  /** Goes on in its own context when the time is over. */
  @Tool({ timeout: '60ms' })
  transaction(ctx: Context): Promise<void> {
    return transactions.run('open', async () => {
      await ctx.confirm('Go on?');
      await sleep(200);
    });
  }
}

@Module({ providers: [LimitedTools] })
class LimitedModule {}

describe('a handler that was stopped at its question, and looks at its signal later', () => {
  test.each(['cleansUp', 'cleansUpWithoutLimit'])('%s is told', async (name) => {
    seen = undefined;
    const heard = told();
    const client = await createTestClient(LimitedModule, {
      era: 'stateless',
      onElicit: () => accept(true),
      interaction: { mode: 'replay' },
    });
    await client.callTool(name);
    await heard;
    expect(seen).toBe(true);
    await client.close();
  });
});

test('what follows a call that took too long is outside of what its handler opened', async () => {
  const stores: unknown[] = [];
  const write = (): void => void stores.push(transactions.getStore());
  const client = await createTestClient(LimitedModule, { onElicit: () => accept(true), audit: { write } });
  expect(await client.callTool('transaction')).toMatchObject({ isError: true });
  await client.close();
  expect(stores).toEqual([undefined]);
});
