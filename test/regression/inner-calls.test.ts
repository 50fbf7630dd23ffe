import { beforeEach, describe, expect, it } from '@jest/globals';
import { Context, Injectable, Module, Tool } from 'portico';
import { createTestClient } from 'portico/testing';

let charges: string[] = [];
let asked: string[] = [];

@Injectable()
class BatchTools {
  @Tool('Charge after a question')
  async charge(ctx: Context): Promise<string> {
    const agreed = await ctx.confirm('Charge?', { key: 'agree' });
    return ctx.once('charge', ({ idempotencyKey }) => {
      charges.push(idempotencyKey);
      return `${agreed} ${charges.length}`;
    });
  }

  @Tool('Charge twice')
  async twice(ctx: Context): Promise<string[]> {
    await ctx.setState('by-reference', asked, { serializable: false });
    const results = [await ctx.callTool('charge'), await ctx.callTool('charge')];
    return results.map(({ content: [block] }) => (block?.type === 'text' ? block.text : ''));
  }
}

@Module({ providers: [BatchTools] })
class BatchModule {}

/** A tool that is called twice within one call shares nothing with its first call but the caller. */
describe.each([
  ['session', 'park'],
  ['stateless', 'park'],
  ['stateless', 'replay'],
] as const)('%s, %s', (era, mode) => {
  beforeEach(() => {
    charges = [];
    asked = [];
  });

  it('asks twice and acts twice', async () => {
    const client = await createTestClient(BatchModule, {
      era,
      interaction: { mode, keys: ['k'.repeat(40)] },
      onElicit: ({ message }) => {
        asked.push(message);
        return { action: 'accept', content: { value: true } };
      },
    });
    const result = await client.callTool('twice');
    expect(result.content).toEqual([{ type: 'text', text: '["true 1","true 2"]' }]);
    expect(asked).toHaveLength(2);
    expect(new Set(charges).size).toBe(2);
    await client.close();
  });
});
