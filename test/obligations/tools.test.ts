import { afterEach, describe, expect, it } from '@jest/globals';
import { IsInt, Max, Min } from 'class-validator';
import { content, Context, Module, PorticoFactory, Resource, silentLog, StartupError, Tool } from 'portico';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RawLine, text } from './support/raw-line.js';
import { serve } from './support/serve.js';

class Dice {
  @IsInt() @Min(1) @Max(6) eyes!: number;
}

class ToolsInOrder {
  @Tool({ name: 'zebra', output: Dice })
  zebra() {
    return { eyes: 4 };
  }

  @Tool({ name: 'ant', output: { type: 'array', items: { type: 'integer' } } })
  ant() {
    return [1, 2];
  }

  @Tool({ name: 'mole', output: Dice })
  mole() {
    return { eyes: 9 };
  }

  @Tool({ name: 'roll' })
  roll({ eyes }: Dice) {
    return `rolled ${eyes}`;
  }

  @Tool({ name: 'change' })
  async change(ctx: Context) {
    await ctx.notifyToolListChanged();
  }
}

@Module({ providers: [ToolsInOrder] })
class ToolModule {}

@Module({})
class EmptyModule {}

const served = serve(ToolModule);
const empty = serve(EmptyModule);
const open: RawLine[] = [];
afterEach(() => Promise.all(open.splice(0).map((line) => line.close())));

async function connect(era: 'session' | 'stateless', app = served.app): Promise<RawLine> {
  const line = await RawLine.open(app, era);
  open.push(line);
  return line;
}

interface Entry {
  readonly name: string;
  readonly inputSchema: Record<string, unknown>;
  readonly outputSchema?: Record<string, unknown>;
}

async function list(line: RawLine): Promise<Entry[]> {
  return (await line.request('tools/list')).result?.['tools'] as Entry[];
}

it('T1: a server with tools declares them, and one without declares nothing', async () => {
  const capabilities = async ({ app }: typeof served) => {
    const { result } = await (await connect('stateless', app)).request('server/discover');
    return result?.['capabilities'];
  };
  expect(await capabilities(served)).toMatchObject({ tools: { listChanged: true } });
  expect(await capabilities(empty)).not.toHaveProperty('tools');
});

it.each(['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'])(
  'T1, R1, P1: what a server does not declare it does not answer: %s',
  async (method) => {
    const { error } = await (await connect('stateless', empty.app)).request(method);
    expect(error?.code).toBe(-32_601);
  },
);

describe.each(['session', 'stateless'] as const)('%s', (era) => {
  it('T2: tools are listed in the order of their declaration, each time', async () => {
    const line = await connect(era);
    const names = async () => (await list(line)).map(({ name }) => name);
    expect(await names()).toEqual(['zebra', 'ant', 'mole', 'roll', 'change']);
    expect(await names()).toEqual(['zebra', 'ant', 'mole', 'roll', 'change']);
  });

  it('T4: the input of every tool is an object schema; without arguments it allows none', async () => {
    const tools = await list(await connect(era));
    for (const { inputSchema } of tools) expect(inputSchema).toMatchObject({ type: 'object' });
    expect(tools[0]?.inputSchema).toMatchObject({ additionalProperties: false });
  });

  it('T5: structured content is what the schema says, with its JSON beside it as text', async () => {
    const line = await connect(era);
    const answer = await line.call('zebra');
    expect(answer.result).toMatchObject({ structuredContent: { eyes: 4 } });
    expect(JSON.parse(text(answer)!)).toEqual({ eyes: 4 });
  });

  it('T5: content that is not what the schema says never leaves the server', async () => {
    const { result } = await (await connect(era)).call('mole');
    expect(result).toMatchObject({ isError: true });
    expect(result).not.toHaveProperty('structuredContent');
  });

  it('T6: arguments are validated', async () => {
    const line = await connect(era);
    const answer = await line.call('roll', { eyes: 7 });
    expect(answer.result?.['isError']).toBe(true);
    expect(text(answer)).toMatch(/eyes/);
    expect(text(await line.call('roll', { eyes: 6 }))).toBe('rolled 6');
  });
});

it('T5: output that is no object keeps its form on the stateless revision', async () => {
  const line = await connect('stateless');
  const ant = (await list(line)).find(({ name }) => name === 'ant');
  expect(ant?.outputSchema).toMatchObject({ type: 'array' });
  expect((await line.call('ant')).result?.['structuredContent']).toEqual([1, 2]);
});

it('T5: output that is no object is wrapped in one for a session, in the schema and in the result', async () => {
  const line = await connect('session');
  const ant = (await list(line)).find(({ name }) => name === 'ant');
  expect(ant?.outputSchema).toMatchObject({ type: 'object', properties: { result: { type: 'array' } } });
  expect((await line.call('ant')).result?.['structuredContent']).toEqual({ result: [1, 2] });
});

it('T7: a session is told that the list of tools has changed', async () => {
  const line = await connect('session');
  await line.call('change');
  await eventually(() => expect(line.notified('notifications/tools/list_changed')).toHaveLength(1));
});

it('T7: on the stateless revision only a stream that asked is told', async () => {
  const [asking, other] = [await connect('stateless'), await connect('stateless')];
  await asking.begin('subscriptions/listen', { notifications: { toolsListChanged: true } });
  await eventually(() => expect(asking.notified('notifications/subscriptions/acknowledged')).toHaveLength(1));
  await other.call('change');
  await eventually(() => expect(asking.notified('notifications/tools/list_changed')).toHaveLength(1));
  expect(other.notified('notifications/tools/list_changed')).toEqual([]);
});

describe('T3: names', () => {
  const create = (name: string, log = new RecordedLog()) => {
    class Named {
      @Tool({ name })
      run() {}
    }
    @Module({ providers: [Named] })
    class NamedModule {}
    return PorticoFactory.create(NamedModule, { name: 'T3', version: '1.0.0', log });
  };

  it.each(['', 'two words', 'a/b', 'ä', 'x'.repeat(129)])('%j is refused at start-up', async (name) => {
    await expect(create(name)).rejects.toThrow(StartupError);
  });

  it('one that is longer than some clients allow is told to the operator', async () => {
    const log = new RecordedLog();
    const app = await create('x'.repeat(65), log);
    expect(log.text).toMatch(/64/);
    await app.close();
  });

  it('two tools of one name are refused at start-up', async () => {
    class Twice {
      @Tool({ name: 'same' })
      one() {}
      @Tool({ name: 'same' })
      other() {}
    }
    @Module({ providers: [Twice] })
    class TwiceModule {}
    const creation = PorticoFactory.create(TwiceModule, { name: 'T3', version: '1.0.0', log: silentLog });
    await expect(creation).rejects.toThrow(StartupError);
  });
});

it('T8: a tool that embeds a resource in a server without any is told of once', async () => {
  class Embedding {
    @Tool('A resource')
    embed() {
      return content.resource('test://one', 'one');
    }
    @Tool('Bytes')
    bytes() {
      return Buffer.from('bytes');
    }
  }
  class Served {
    @Resource('test://one') one() {
      return 'one';
    }
  }
  @Module({ providers: [Embedding] })
  class LonelyModule {}
  @Module({ providers: [Embedding, Served] })
  class WholeModule {}
  const warnings = async (module: new () => object) => {
    const log = new RecordedLog();
    const app = await PorticoFactory.create(module, { name: 'T8', version: '1.0.0', log });
    const line = await RawLine.open(app, 'stateless');
    for (const name of ['embed', 'embed', 'bytes']) await line.call(name);
    await line.close();
    await app.close();
    return log.lines.filter((line) => /embedded resource/.test(line));
  };
  expect(await warnings(LonelyModule)).toEqual([expect.stringContaining('Embedding.embed')]);
  expect(await warnings(WholeModule)).toEqual([]);
});
