import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Context,
  Injectable,
  isPorticoError,
  Module,
  PorticoFactory,
  silentLog,
  Tool,
  UseGuards,
  type FlowStore,
  type InteractionOptions,
  type PorticoApp,
} from 'portico';
import { createTestClient } from 'portico/testing';
import { MemoryFlowStore } from '../../src/interaction/stores/memory-flow-store.js';
import { eventually } from '../support/eventually.js';
import { accept, RawClient, text } from '../interaction/raw-client.js';

let allowed = true;
let trace: string[] = [];

@Injectable()
class Pool {
  onShutdown(): void {
    trace.push('pool closed');
  }
}

@Injectable()
class AskingTools {
  constructor(readonly pool: Pool) {}

  @UseGuards(() => allowed)
  @Tool('Guarded, and asks')
  async guarded(ctx: Context): Promise<string> {
    return `secret ${await ctx.ask('Well?')}`;
  }

  @Tool('Uses one key twice')
  async twice(ctx: Context): Promise<string> {
    await ctx.ask('First?', { key: 'k' });
    try {
      await ctx.ask('Second?', { key: 'k' });
      return 'asked twice';
    } catch (error) {
      return isPorticoError(error) ? error.code : String(error);
    }
  }

  @Tool('Waits, and cleans up')
  async waits(ctx: Context): Promise<string> {
    try {
      return String(await ctx.ask('Well?'));
    } finally {
      trace.push('finally');
    }
  }

  @Tool({ description: 'Asks when its time is over', timeout: '30ms' })
  async late(ctx: Context): Promise<string> {
    await sleep(90);
    try {
      return String(await ctx.ask('Too late?'));
    } catch (error) {
      trace.push(isPorticoError(error) ? error.code : String(error));
      return 'late';
    }
  }

  @Tool('Acts once')
  acts(ctx: Context): Promise<number> {
    return ctx.once('act', () => 1);
  }
}

@Module({ providers: [Pool, AskingTools] })
class AskingModule {}

const apps: PorticoApp[] = [];
async function start(interaction: InteractionOptions = {}): Promise<{ app: PorticoApp; client: RawClient }> {
  const app = await PorticoFactory.create(AskingModule, {
    name: 'asking',
    version: '1.0.0',
    log: silentLog,
    interaction: { keys: ['k'.repeat(40)], ...interaction },
  });
  apps.push(app);
  return { app, client: new RawClient(app) };
}

beforeEach(() => {
  allowed = true;
  trace = [];
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

it.each(['park', 'replay'] as const)('guards judge again when a flow goes on (%s)', async (mode) => {
  const { client } = await start({ mode });
  const first = await client.call('guarded', {});
  allowed = false;
  const refused = await client.call('guarded', {}, accept(first, 'yes'));
  expect(text(refused)).toBe("You may not use 'guarded'.");
  allowed = true;
  expect(text(await client.call('guarded', {}, accept(first, 'yes')))).toBe('secret yes');
});

describe.each(['session', 'stateless'] as const)('%s', (era) => {
  it('one key names one question', async () => {
    const client = await createTestClient(AskingModule, {
      era,
      log: silentLog,
      onElicit: () => ({ action: 'accept', content: { value: 'y' } }),
    });
    expect(await client.callTool('twice')).toMatchObject({ content: [{ text: 'PORTICO_DUPLICATE_KEY' }] });
    await client.close();
  });

  it('effects of a request that is never run again leave nothing behind', async () => {
    const client = await createTestClient(AskingModule, {
      era: 'session',
      log: silentLog,
      interaction: { store: new MemoryFlowStore(2) },
    });
    for (let i = 0; i < 10; i++)
      expect(await client.callTool('acts')).toMatchObject({ content: [{ text: '1' }] });
    await client.close();
  });

  it('nobody can be asked when the time is over', async () => {
    const client = await createTestClient(AskingModule, {
      era,
      log: silentLog,
      onElicit: () => ({ action: 'accept', content: { value: 'y' } }),
    });
    expect((await client.callTool('late')).isError).toBe(true);
    await eventually(() => expect(trace).toEqual(['PORTICO_TIMEOUT']));
    await client.close();
  });
});

it('what waits in memory cleans up before what it uses is closed', async () => {
  const { app, client } = await start();
  await client.call('waits', {});
  await app.close();
  expect(trace).toEqual(['finally', 'pool closed']);
});

it('what clients answer fills the memory up to a limit, and leaves no trace when its time is over', async () => {
  const { client } = await start({ store: new MemoryFlowStore(100, 20_000), maxStateSize: 10, ttl: 200 });
  const waits = (length: number) =>
    client.call(
      'waits',
      {},
      { inputResponses: { unasked: { action: 'accept', content: 'x'.repeat(length) } } },
    );
  expect((await waits(15_000)).result).toMatchObject({ resultType: 'input_required' });
  expect((await waits(15_000)).error).toMatchObject({ code: -32_603 });
  await eventually(async () =>
    expect((await waits(15_000)).result).toMatchObject({ resultType: 'input_required' }),
  );
});

it('a state that cannot be kept ends the handler', async () => {
  class FullStore extends MemoryFlowStore {
    override put(): Promise<void> {
      return Promise.reject(new Error('full'));
    }
  }
  const store: FlowStore = new FullStore();
  const { client } = await start({ store, maxStateSize: 10 });
  expect((await client.call('waits', {})).error?.code).toBe(-32_603);
  expect(trace).toEqual(['finally']);
});
