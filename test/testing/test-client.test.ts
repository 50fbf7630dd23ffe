import { describe, expect, test } from '@jest/globals';
import {
  Context,
  Injectable,
  Module,
  Param,
  PorticoFactory,
  Prompt,
  Resource,
  silentLog,
  Tool,
  UserError,
} from 'portico';
import { createTestClient, type ReceivedProgress } from 'portico/testing';

const ends: string[] = [];

@Injectable()
class Shop {
  onShutdown() {
    ends.push('shop');
  }
}

@Injectable()
class ShopComponents {
  constructor(
    readonly shop: Shop,
    private readonly ctx: Context,
  ) {}
  @Tool('Sell') async sell() {
    await this.ctx.info('sold', { by: this.ctx.era });
    await this.ctx.reportProgress(1, 1, 'done');
    return { era: this.ctx.era, transport: this.ctx.transport };
  }
  @Tool('Refuse') refuse() {
    throw new UserError('Sold out.');
  }
  @Tool('Wait') async wait() {
    await new Promise((resolve) => this.ctx.signal.addEventListener('abort', resolve, { once: true }));
  }
  @Resource('shop://{id}') item(@Param('id') id: string) {
    return id;
  }
  @Resource('shop://all') all() {
    return 'all';
  }
  @Prompt('Sell') pitch(@Param('item') item: string) {
    return `Sell ${item}`;
  }
}

@Module({ providers: [Shop, ShopComponents] })
class ShopModule {}

describe.each(['session', 'stateless'] as const)('a test client of the %s era', (era) => {
  test('calls, reads, gets and lists by real messages', async () => {
    const client = await createTestClient(ShopModule, { era });
    const progress: ReceivedProgress[] = [];
    const result = await client.callTool('sell', {}, { onProgress: (step) => progress.push(step) });
    expect(result.structuredContent).toEqual({ era, transport: 'memory' });
    expect(progress).toEqual([{ progress: 1, total: 1, message: 'done' }]);
    expect(client.logs).toEqual([{ level: 'info', data: { message: 'sold', data: { by: era } } }]);
    expect(await client.callTool('refuse')).toMatchObject({
      isError: true,
      content: [{ text: 'Sold out.' }],
    });
    expect((await client.readResource('shop://7')).contents).toEqual([
      { uri: 'shop://7', mimeType: 'text/plain', text: '7' },
    ]);
    expect((await client.getPrompt('pitch', { item: 'tea' })).messages[0]!.content).toEqual({
      type: 'text',
      text: 'Sell tea',
    });
    expect((await client.listTools()).map(({ name }) => name)).toEqual(['sell', 'refuse', 'wait']);
    expect((await client.listResources()).map(({ uri }) => uri)).toEqual(['shop://all']);
    expect((await client.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate)).toEqual([
      'shop://{id}',
    ]);
    expect((await client.listPrompts()).map(({ name }) => name)).toEqual(['pitch']);
    await client.close();
  });

  test('cancels by a signal', async () => {
    const client = await createTestClient(ShopModule, { era });
    const abort = new AbortController();
    const call = client.callTool('wait', {}, { signal: abort.signal });
    const outcome = call.catch(() => 'cancelled');
    abort.abort();
    expect(await outcome).toBe('cancelled');
    await client.close();
  });

  test('closes the application it was made for, and no other', async () => {
    ends.splice(0);
    await (await createTestClient(ShopModule, { era })).close();
    expect(ends).toEqual(['shop']);

    const app = await PorticoFactory.create(ShopModule, { name: 'shop', version: '1.0.0', log: silentLog });
    const clients = [await createTestClient(app, { era }), await createTestClient(app, { era })];
    expect(clients.every((client) => client.app === app && client.era === era)).toBe(true);
    await Promise.all(clients.map((client) => client.close()));
    expect(ends).toEqual(['shop']);
    await app.close();
    expect(ends).toEqual(['shop', 'shop']);
  });
});

test('the application is closed although its client cannot be', async () => {
  ends.splice(0);
  let isAway = false;
  const verify = () => {
    if (isAway) throw new Error('The keys are away.');
    return undefined;
  };
  const auth = { verify, anonymous: true };
  const client = await createTestClient(ShopModule, {
    era: 'session',
    transport: 'http',
    log: silentLog,
    auth,
  });
  isAway = true;
  await expect(client.close()).rejects.toThrow();
  expect(ends).toEqual(['shop']);
});
