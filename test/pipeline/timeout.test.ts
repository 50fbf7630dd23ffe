import { expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context, Injectable, Module, Tool } from 'portico';
import { createTestClient } from 'portico/testing';

let reason: unknown;

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
