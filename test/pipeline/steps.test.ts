import { afterEach, describe, expect, it } from '@jest/globals';
import { IsString } from 'class-validator';
import {
  Context,
  createMethodDecorator,
  Injectable,
  Module,
  Prompt,
  Resource,
  Tool,
  ToolResult,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UserError,
  type CallInfo,
  type Filter,
  type Guard,
  type Interceptor,
} from 'portico';
import { createTestClient, type TestClient, type TestClientOptions } from 'portico/testing';

const trace: string[] = [];

@Injectable()
class Journal {
  note(text: string): void {
    trace.push(text);
  }
}

@Injectable()
class ClassGuard implements Guard {
  constructor(
    private readonly journal: Journal,
    private readonly ctx: Context,
  ) {}
  canActivate({ component }: CallInfo): boolean {
    this.journal.note(`guard class ${component?.entry.name} ${this.ctx.era.length > 0}`);
    return component?.entry.name !== 'forbidden';
  }
}

@Injectable()
class MethodInterceptor implements Interceptor {
  async intercept(_call: CallInfo, next: () => Promise<unknown>): Promise<unknown> {
    trace.push('method before');
    const result = await next();
    trace.push('method after');
    return result;
  }
}

class Declined extends Error {}

@Injectable()
class DeclinedFilter implements Filter {
  catch(error: unknown): never {
    if (error instanceof Declined) throw new UserError('The bank declined.');
    throw error;
  }
}

const Labelled = createMethodDecorator((label: string, _call, next) => {
  trace.push(label);
  return next();
});

class NameInput {
  @IsString() name!: string;
}

@UseGuards(ClassGuard)
@UseInterceptors((_call, next) => {
  trace.push('class');
  return next();
})
@Injectable()
class Tools {
  @Labelled('labelled')
  @UseInterceptors(MethodInterceptor)
  @Tool('Greet')
  greet({ name }: NameInput): string {
    trace.push('handler');
    return `Hello ${name}`;
  }

  @Tool('Nobody may')
  forbidden(): string {
    trace.push('handler');
    return 'never';
  }

  @UseFilters(DeclinedFilter)
  @Tool('Pay')
  pay(): string {
    throw new Declined('account 123 is empty');
  }

  @UseFilters(() => new ToolResult([{ type: 'text', text: 'mended' }]))
  @Tool('Mend')
  mend(): string {
    throw new Error('broken');
  }

  @UseGuards(() => {
    throw new UserError('Come back at nine.');
  })
  @Resource('shop://door')
  door(): string {
    return 'open';
  }

  @UseInterceptors((_call, next) => next())
  @Prompt('Greet')
  words(): string {
    return 'Hello';
  }
}

@UseInterceptors((_call, next) => {
  trace.push('module');
  return next();
})
@Module({ providers: [Journal, Tools] })
class AppModule {}

describe.each(['session', 'stateless'] as const)('%s', (era) => {
  let client: TestClient;
  const connect = async (options: TestClientOptions = {}) =>
    (client = await createTestClient(AppModule, { era, ...options }));
  afterEach(async () => {
    trace.length = 0;
    await client.close();
  });

  it('goes from the application inwards to the method, guards before interceptors', async () => {
    await connect({
      guards: [({ method }) => trace.push(`guard global ${method}`) > 0],
      interceptors: [(_call, next) => (trace.push('global'), next())],
    });
    trace.length = 0;
    const result = await client.callTool('greet', { name: 'Ada' });
    expect(result.content).toMatchObject([{ text: 'Hello Ada' }]);
    expect(trace).toEqual([
      'guard global tools/call',
      'guard class greet true',
      'global',
      'module',
      'class',
      'labelled',
      'method before',
      'handler',
      'method after',
    ]);
  });

  it('refuses what a guard refuses, and runs nothing within', async () => {
    await connect();
    const result = await client.callTool('forbidden');
    expect(result).toMatchObject({ isError: true, content: [{ text: "You may not use 'forbidden'." }] });
    expect(trace).toEqual(['guard class forbidden true']);
    await expect(client.readResource('shop://door')).rejects.toThrow('Come back at nine.');
  });

  it('lets filters replace an error or a result', async () => {
    await connect();
    expect(await client.callTool('pay')).toMatchObject({
      isError: true,
      content: [{ text: 'The bank declined.' }],
    });
    expect(await client.callTool('mend')).toMatchObject({ content: [{ text: 'mended' }] });
  });

  it('runs interceptors before the arguments are validated', async () => {
    await connect();
    const result = await client.callTool('greet', { name: 7 });
    expect(result.isError).toBe(true);
    expect(trace).toContain('method before');
    expect(trace).not.toContain('handler');
  });

  it('applies what is global to lists, and what is not to none', async () => {
    await connect({ guards: [({ method }) => method !== 'prompts/list'] });
    await expect(client.listPrompts()).rejects.toThrow('You may not use prompts/list.');
    trace.length = 0;
    await client.listTools();
    expect(trace).toEqual([]);
  });

  it('applies within the server as from outside', async () => {
    await connect();
    expect(await client.getPrompt('words')).toMatchObject({ messages: [{ content: { text: 'Hello' } }] });
    expect(trace).toContain('module');
  });
});
