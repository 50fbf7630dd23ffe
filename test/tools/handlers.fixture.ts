import { IsInt, IsString } from 'class-validator';
import { Args, Context, createParamDecorator, Ctx, Describe, Injectable, Module, Tool } from 'portico';

export class SumInput {
  @Describe('The first number') @IsInt() a!: number;
  @Describe('The second number') @IsInt() b!: number;
}

export class GreetInput {
  @IsString() name!: string;
}

/** A synchronous and an asynchronous decorator of the application's own. */
const ClientName = createParamDecorator((prefix: string, ctx) => `${prefix} ${ctx.client.name}`);
const Later = createParamDecorator(async (value: number) => {
  await Promise.resolve();
  return value * 2;
});

@Tool({
  name: 'sum',
  title: 'Sum',
  description: 'Add two numbers',
  annotations: { readOnlyHint: true, idempotentHint: true },
  tags: ['maths'],
  version: '2.1.0',
  meta: { 'example.org/owner': 'numbers' },
  icons: [{ src: 'https://example.org/sum.png', mimeType: 'image/png', sizes: ['48x48'] }],
})
export class SumTool {
  execute(@Args() input: SumInput) {
    return { sum: input.a + input.b, isDto: input instanceof SumInput };
  }
}

@Tool('Say who calls')
export class WhoTool {
  execute(@Ctx() ctx: Context) {
    return ctx.client.name;
  }
}

@Tool('Greet, with the context first')
export class ContextFirstTool {
  execute(@Ctx() ctx: Context, @Args() input: GreetInput) {
    return `${input.name} by ${ctx.client.name}`;
  }
}

@Injectable()
export class MethodTools {
  private readonly greeting = 'Hello';

  @Tool('By the types of the parameters')
  byType(input: GreetInput, ctx: Context) {
    return `${this.greeting} ${input.name} of ${ctx.client.name}`;
  }

  @Tool('The other way round')
  byTypeReversed(ctx: Context, input: GreetInput) {
    return `${this.greeting} ${input.name} of ${ctx.client.name}`;
  }

  @Tool('By decorators')
  byDecorator(@Ctx() context: Context, @Args() input: GreetInput) {
    return `${this.greeting} ${input.name} of ${context.client.name}`;
  }

  @Tool('By decorators of the application')
  async byOwnDecorator(input: GreetInput, @ClientName('client') client: string, @Later(21) later: number) {
    return { name: input.name, client, later };
  }

  @Tool('With a parameter that has a default')
  withDefault(input: GreetInput, greeting: string = 'Good day', @Ctx() ctx?: Context) {
    return `${greeting} ${input.name} of ${ctx!.client.name}`;
  }

  @Tool({
    description: 'By a schema of its own',
    input: { type: 'object', properties: { n: { type: 'number' } } },
  })
  bySchema(input: { n: number }, ctx: Context) {
    return { n: input.n, client: ctx.client.name };
  }

  @Tool({ name: 'renamed', description: 'Under another name' })
  async original() {
    return 'renamed';
  }
}

@Module({ providers: [SumTool, WhoTool, ContextFirstTool, MethodTools] })
export class HandlersModule {
  static readonly file = import.meta.url;
}
