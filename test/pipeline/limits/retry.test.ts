import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Context, Injectable, Module, Resource, retry, Tool, UseInterceptors, UserError } from 'portico';
import { createTestClient, type TestClient } from 'portico/testing';

let runs = 0;

@UseInterceptors(retry({ attempts: 3, delay: 1 }))
@Injectable()
class Bank {
  @Tool({ description: 'Fails twice', annotations: { readOnlyHint: true } })
  rate(): string {
    if (++runs < 3) throw new Error('the line is busy');
    return `after ${runs}`;
  }

  @Tool({ description: 'Always fails', annotations: { idempotentHint: true } })
  close(): string {
    runs++;
    throw new Error('the line is dead');
  }

  @Tool('Would pay twice')
  pay(): string {
    runs++;
    throw new Error('the line is busy');
  }

  @Tool({ description: 'Says no', annotations: { readOnlyHint: true } })
  refuse(): string {
    runs++;
    throw new UserError('There is no such currency.');
  }

  @Tool({ description: 'Asks, then fails', annotations: { readOnlyHint: true } })
  async ask(ctx: Context): Promise<string> {
    runs++;
    await ctx.confirm('Really?');
    throw new Error('the line is busy');
  }

  @Resource('bank://rates')
  rates(): string {
    if (++runs < 2) throw new Error('the line is busy');
    return 'rates';
  }
}

@Module({ providers: [Bank] })
class BankModule {}

describe.each(['session', 'stateless'] as const)('retry (%s)', (era) => {
  let client: TestClient;
  const problems: string[] = [];
  const note = (message: string): void => void problems.push(message);
  const log = { debug() {}, info() {}, warn: note, error: note };
  beforeEach(async () => {
    runs = 0;
    client = await createTestClient(BankModule, {
      era,
      log,
      onElicit: () => ({ action: 'accept', content: { value: true, confirm: true, answer: true } }),
    });
  });
  afterEach(() => client.close());

  it('repeats a tool that changes nothing, and a read', async () => {
    expect(await client.callTool('rate')).toMatchObject({ content: [{ text: 'after 3' }] });
    runs = 0;
    expect(await client.readResource('bank://rates')).toMatchObject({ contents: [{ text: 'rates' }] });
  });

  it('gives up after so many attempts, and the error is the last one', async () => {
    expect(await client.callTool('close')).toMatchObject({ isError: true });
    expect(runs).toBe(3);
  });

  it('leaves alone what may do something twice', async () => {
    expect(await client.callTool('pay')).toMatchObject({ isError: true });
    expect(runs).toBe(1);
  });

  it('does not repeat what was decided', async () => {
    expect(await client.callTool('refuse')).toMatchObject({
      content: [{ text: 'There is no such currency.' }],
    });
    expect(runs).toBe(1);
  });

  it('does not ask a person twice', async () => {
    expect(await client.callTool('ask')).toMatchObject({ isError: true });
    expect(runs).toBe(1);
  });
});
