import { afterEach, describe, expect, it } from '@jest/globals';
import { IsString } from 'class-validator';
import {
  Args,
  Context,
  createParamDecorator,
  Ctx,
  Injectable,
  Module,
  NotFoundError,
  Param,
  Principal,
  Prompt,
  Resource,
  Tool,
  UseGuards,
  UseInterceptors,
  UsePipes,
  UserError,
  type Pipe,
  type PipedArgument,
} from 'portico';
import { createTestClient, type TestClient } from 'portico/testing';

const trace: string[] = [];

/** Notes what it is given, and passes it on. */
const noted =
  (label: string) =>
  (value: unknown, { kind, name }: PipedArgument) => {
    trace.push(`${label} ${kind}${name === undefined ? '' : ` ${name}`}: ${JSON.stringify(value)}`);
    return value;
  };

class City {
  constructor(readonly name: string) {}
}

@Injectable()
class Cities {
  async find(name: string): Promise<City | undefined> {
    return name === 'Paris' ? new City(name) : undefined;
  }
}

@Injectable()
class CityPipe implements Pipe {
  constructor(
    private readonly cities: Cities,
    private readonly ctx: Context,
  ) {}
  async transform(name: string): Promise<City> {
    const city = await this.cities.find(name);
    if (city) return city;
    throw new NotFoundError(`There is no ${name}, ${this.ctx.client.name}.`);
  }
}

const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : value);
const Shout = createParamDecorator((text: string) => Promise.resolve(text));

class NameInput {
  @IsString() name!: string;
}

@UsePipes(noted('class'))
@UseInterceptors((_call, next) => (trace.push('interceptor'), next()))
@Injectable()
class Components {
  @UsePipes(noted('method 1'), noted('method 2'))
  @UseGuards(() => trace.push('guard') > 0)
  @Tool('In order')
  order(
    @Args(noted('own 1'), (input: NameInput) => ({ name: `${input.name}!` }), noted('own 2'))
    input: NameInput,
    ctx: Context,
    @Ctx() same: Context,
  ) {
    trace.push('handler');
    return { name: input.name, isContext: ctx === same };
  }

  @Tool('By its type alone')
  plain(input: NameInput) {
    return input.name;
  }

  @Tool('By a decorator of the application')
  custom(@Shout('hello', (text: string) => text.toUpperCase(), noted('own')) text: string) {
    return text;
  }

  @Resource('city://{name}/{page}')
  city(
    @Param('name', trimmed, CityPipe) city: City,
    @Param('page', (page: number) => page + 1) page: number,
  ) {
    return `${city.name} ${city instanceof City} ${page}`;
  }

  @Prompt('About a city')
  about(@Param('name', trimmed, CityPipe) city: City, @Param('tone', () => undefined) tone = 'kind') {
    return `${city.name}, ${tone}`;
  }

  @Tool('Refused by a pipe')
  refused(@Args(() => Promise.reject(new UserError('Not this one.'))) input: NameInput) {
    trace.push('handler');
    return input;
  }

  @Tool('Broken by a pipe')
  broken(
    @Args(() => {
      throw new Error('secret');
    })
    input: NameInput,
  ) {
    return input;
  }

  /** One parameter fails at once, while a pipe before it fails later. */
  @Tool('Fails twice')
  twice(
    @Args(async () => {
      await new Promise(setImmediate);
      throw new UserError('later');
    })
    input: NameInput,
    principal: Principal,
  ) {
    return [input, principal];
  }
}

@UsePipes(noted('module'))
@Module({ providers: [Cities, Components] })
class AppModule {}

describe.each(['session', 'stateless'] as const)('pipes (%s)', (era) => {
  let client: TestClient;
  afterEach(async () => {
    trace.length = 0;
    await client.close();
  });
  const connect = async () => {
    client = await createTestClient(AppModule, { era, pipes: [noted('application')] });
  };
  const textOf = async (tool: string, args = {}) => {
    const { content } = await client.callTool(tool, args);
    return (content[0] as { text: string }).text;
  };

  it('stand between the validated arguments and the handler, from the application inwards to the parameter', async () => {
    await connect();
    const { structuredContent } = await client.callTool('order', { name: 'Ada' });
    expect(structuredContent).toEqual({ name: 'Ada!', isContext: true });
    expect(trace).toEqual([
      'guard',
      'interceptor',
      'application args: {"name":"Ada"}',
      'module args: {"name":"Ada"}',
      'class args: {"name":"Ada"}',
      'method 1 args: {"name":"Ada"}',
      'method 2 args: {"name":"Ada"}',
      'own 1 args: {"name":"Ada"}',
      'own 2 args: {"name":"Ada!"}',
      'handler',
    ]);
  });

  it('see nothing that is not valid', async () => {
    await connect();
    expect((await client.callTool('order', { name: 7 })).isError).toBe(true);
    expect(trace).toEqual(['guard', 'interceptor']);
  });

  it('stand before a parameter that is known by its type alone', async () => {
    await connect();
    expect(await textOf('plain', { name: 'Ada' })).toBe('Ada');
    expect(trace.filter((line) => line.endsWith('args: {"name":"Ada"}'))).toHaveLength(3);
  });

  it('stand before what a decorator computes, promises too', async () => {
    await connect();
    expect(await textOf('custom')).toBe('HELLO');
    expect(trace).toContain('application custom: "hello"');
    expect(trace.at(-1)).toBe('own custom: "HELLO"');
  });

  it('are built from the container, and take variables and prompt arguments as their types have made them', async () => {
    await connect();
    const { contents } = await client.readResource('city://%20Paris%20/6');
    expect(contents).toMatchObject([{ text: 'Paris true 7' }]);
    expect(trace).toContain('class param name: " Paris "');
    expect(trace).toContain('class param page: 6');
    const { messages } = await client.getPrompt('about', { name: 'Paris', tone: 'rude' });
    expect(messages).toMatchObject([{ content: { text: 'Paris, kind' } }]);
    await expect(client.readResource('city://Rome/1')).rejects.toThrow(/There is no Rome, /);
  });

  it('refuse: a user error is told, any other is not', async () => {
    await connect();
    expect(await textOf('refused', { name: 'Ada' })).toBe('Not this one.');
    expect(await textOf('broken', { name: 'Ada' })).toMatch(/^Internal error \(error id \w+\)/);
    expect(trace).not.toContain('handler');
  });

  it('leave no promise behind where several parameters fail', async () => {
    await connect();
    const heard: unknown[] = [];
    const listen = (reason: unknown) => void heard.push(reason);
    process.on('unhandledRejection', listen);
    expect((await client.callTool('twice', { name: 'Ada' })).isError).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 30));
    process.off('unhandledRejection', listen);
    expect(heard).toEqual([]);
  });
});
