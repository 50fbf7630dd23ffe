import { describe, expect, it } from '@jest/globals';
import {
  Context,
  Injectable,
  isPorticoError,
  Module,
  Param,
  Prompt,
  Resource,
  Tool,
  UserError,
} from 'portico';
import { createTestClient } from 'portico/testing';
import { RecordedLog } from '../support/recorded-log.js';

@Injectable()
class Components {
  @Resource('inner://refused') refused() {
    throw new UserError('Closed on Sundays.');
  }
  @Prompt('Greet') greet(@Param('name') name: string) {
    return name;
  }
  @Tool() async reads(ctx: Context) {
    return (await ctx.readResource('inner://missing')).contents;
  }
  @Tool() async prompts(ctx: Context) {
    return (await ctx.getPrompt('nobody')).messages;
  }
  @Tool() async calls(ctx: Context) {
    return ctx.callTool('nobody');
  }
  @Tool() async readsRefused(ctx: Context) {
    return (await ctx.readResource('inner://refused')).contents;
  }
  @Tool() async handles(ctx: Context) {
    try {
      return await ctx.getPrompt('greet');
    } catch (error) {
      if (!isPorticoError(error, 'PORTICO_INNER_CALL')) throw error;
      return [error.message, isPorticoError(error.cause, 'PORTICO_REQUEST_FAULT')].join(', ');
    }
  }
  @Tool() async asks(ctx: Context) {
    return ctx.callTool('question');
  }
  @Tool() async question(ctx: Context) {
    return ctx.confirm('Really?');
  }
}

@Module({ providers: [Components] })
class InnerModule {}

describe.each(['session', 'stateless'] as const)('a fault of a call within the server, %s', (era) => {
  it.each(['reads', 'prompts', 'calls'])('is masked when it leaves the tool %s', async (tool) => {
    const log = new RecordedLog();
    const client = await createTestClient(InnerModule, { era, log });
    const { isError, content } = await client.callTool(tool);
    expect(isError).toBe(true);
    expect(content).toEqual([
      { type: 'text', text: expect.stringMatching(/^Internal error \(error id [0-9a-f]{12}\)/) },
    ]);
    await client.close();
  });

  it('may be handled, and names the inner call', async () => {
    const client = await createTestClient(InnerModule, { era });
    const { content } = await client.callTool('handles');
    const text = `The inner call prompts/get of 'greet' failed: name: is required, true`;
    expect(content).toEqual([{ type: 'text', text }]);
    await client.close();
  });

  it('user errors and questions pass as they are', async () => {
    const client = await createTestClient(InnerModule, {
      era,
      onElicit: () => ({ action: 'accept', content: { value: true } }),
    });
    expect(await client.callTool('readsRefused')).toMatchObject({
      isError: true,
      content: [{ text: 'Closed on Sundays.' }],
    });
    expect((await client.callTool('asks')).content).toEqual([{ type: 'text', text: 'true' }]);
    await client.close();
  });

  it('a missing capability stays one', async () => {
    const client = await createTestClient(InnerModule, { era });
    const outcome = await client.callTool('asks').then(
      ({ content }) => JSON.stringify(content),
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(/elicitation/);
    expect(outcome).not.toContain('Internal error');
    await client.close();
  });
});
