import { Context, Injectable, Module, Param, Resource, Tool, UseGuards, UserError } from 'portico';

@Injectable()
export class OperatedTools {
  @Tool('Adds')
  add(): string {
    return 'added';
  }

  @Tool('Fails')
  fail(): string {
    throw new Error('the line is dead');
  }

  @Tool('Says no')
  refuse(): string {
    throw new UserError('No.');
  }

  @UseGuards(() => false)
  @Tool('Nobody may')
  forbidden(): string {
    return 'never';
  }

  @Tool('Asks, and keeps the answer')
  async ask(ctx: Context): Promise<string> {
    const isSure = await ctx.confirm('Sure?');
    await ctx.setState('sure', isSure);
    return `sure: ${isSure}`;
  }

  @Tool('Calls another')
  async nest(ctx: Context): Promise<string> {
    await ctx.callTool('add', {});
    return 'nested';
  }

  @Tool({
    description: 'Takes a secret',
    input: { type: 'object', properties: { password: { type: 'string' } } },
  })
  login(): string {
    return 'in';
  }

  @Resource('things://{id}')
  thing(@Param('id') id: string): string {
    return `thing ${id}`;
  }
}

@Module({ providers: [OperatedTools] })
export class OperatedModule {
  static readonly file = import.meta.url;
}
