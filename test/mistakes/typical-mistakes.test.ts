import { afterEach, describe, expect, it } from '@jest/globals';
import { IsInt, IsString, MinLength } from 'class-validator';
import {
  Context,
  Injectable,
  Module,
  PorticoFactory,
  silentLog,
  StartupError,
  Tool,
  type ServerLog,
} from 'portico';
import { createTestClient, type TestClient } from 'portico/testing';

class GreetInput {
  @IsString() @MinLength(2) name!: string;
  @IsInt() times!: number;
}

class OrderRepository {}

@Injectable()
class ToolsOfAnAuthor {
  @Tool('Greet')
  greet({ name }: GreetInput): string {
    return name;
  }

  @Tool('Throw')
  boom(): never {
    throw new Error('db password is hunter2');
  }

  @Tool('Return a BigInt')
  big(): object {
    return { nested: [{ n: 10n }] };
  }

  @Tool('Return a circle')
  circle(): object {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    return circle;
  }

  @Tool('Return plain data')
  plain(): object {
    return { a: 1 };
  }

  @Tool('Return nothing')
  nothing(): void {}

  @Tool('Ask')
  async ask(ctx: Context): Promise<string> {
    return JSON.stringify(await ctx.elicit('Your name?', String));
  }

  @Tool('Keep what cannot be kept')
  async keep(ctx: Context): Promise<void> {
    await ctx.setState('cart', { items: [{ make: () => 1 }] });
  }
}

@Module({ providers: [ToolsOfAnAuthor] })
class AuthorModule {}

const logged: string[] = [];
const note = (...parts: unknown[]) => void logged.push(parts.map(String).join(' '));
const log: ServerLog = { debug: note, info: note, warn: note, error: note };

/** What authors of servers get wrong, and what they and their callers are told. */
describe.each(['session', 'stateless'] as const)('%s', (era) => {
  let client: TestClient;
  const connect = async () => (client = await createTestClient(AuthorModule, { era, log }));
  const text = async (name: string, args?: Record<string, unknown>) => {
    const result = await client.callTool(name, args);
    return {
      isError: result.isError ?? false,
      text: result.content.map((block) => 'text' in block && block.text).join(),
    };
  };
  afterEach(async () => {
    logged.length = 0;
    await client.close();
  });

  it('wrong input: one readable line for each problem, for the model to read', async () => {
    await connect();
    const { isError, text: told } = await text('greet', { name: 'A', times: 'two' });
    expect(isError).toBe(true);
    expect(told.split('\n')).toHaveLength(2);
    expect(told).toMatch(/^name: .*2 characters/m);
    expect(told).toMatch(/^times: /m);
  });

  it('an unknown extra key is named', async () => {
    await connect();
    const { isError, text: told } = await text('greet', { name: 'Ada', times: 1, colour: 'red' });
    expect(isError).toBe(true);
    expect(told).toContain('colour');
  });

  it('a thrown error stays in the log, under the id the client reads', async () => {
    await connect();
    const { isError, text: told } = await text('boom');
    expect(isError).toBe(true);
    expect(told).not.toContain('hunter2');
    const id = /error id ([\da-f]+)/.exec(told)![1]!;
    expect(logged.some((line) => line.includes(id) && line.includes('hunter2'))).toBe(true);
  });

  it.each([
    ['big', 'nested[0].n is a BigInt'],
    ['circle', 'self is a reference to an object that contains it'],
  ])('a result that JSON cannot carry (%s): the path is in the log', async (name, why) => {
    await connect();
    expect((await text(name)).isError).toBe(true);
    expect(logged.join('\n')).toContain(why);
  });

  it('plain data and nothing are results', async () => {
    await connect();
    expect(await client.callTool('plain')).toMatchObject({
      structuredContent: { a: 1 },
      content: [{ text: '{"a":1}' }],
    });
    expect(await text('nothing')).toEqual({ isError: false, text: '' });
  });

  it('a question to a client that cannot answer names the capability', async () => {
    await connect();
    const told = await text('ask').then(
      (result) => result.text,
      (error: Error) => error.message,
    );
    expect(told).toContain('elicitation');
    expect(told).not.toContain('Internal error');
  });

  it('an unknown tool: the protocol error, with the nearest name', async () => {
    await connect();
    await expect(client.callTool('gret')).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining("Did you mean 'greet'?") as unknown,
    });
  });

  it('state that cannot be kept: key, path and way out', async () => {
    await connect();
    expect((await text('keep')).isError).toBe(true);
    expect(logged.join('\n')).toContain("State 'cart' cannot be stored: items[0].make is a function");
  });
});

describe('at start-up', () => {
  const problemsOf = async (module: new () => object) => {
    const error: unknown = await PorticoFactory.create(module, {
      name: 'm',
      version: '1.0.0',
      log: silentLog,
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartupError);
    return (error as StartupError).message;
  };

  it('a class that is called a tool and is not decorated', async () => {
    @Injectable()
    class WeatherTool {
      execute(): string {
        return 'sunny';
      }
    }
    @Module({ providers: [WeatherTool] })
    class ForgetfulModule {}
    expect(await problemsOf(ForgetfulModule)).toContain('WeatherTool offers nothing');
  });

  it('a provider nobody provides', async () => {
    @Injectable()
    class OrderTools {
      constructor(readonly orders: OrderRepository) {}
      @Tool('Find')
      find(): string {
        return 'found';
      }
    }
    @Module({ providers: [OrderTools] })
    class OrderModule {}
    const told = await problemsOf(OrderModule);
    expect(told).toContain('OrderTools, constructor parameter 1');
    expect(told).toContain('OrderRepository is not provided in OrderModule');
    expect(told).toContain('Add OrderRepository to the providers of OrderModule');
  });
});
