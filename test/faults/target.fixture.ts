import { setTimeout as sleep } from 'node:timers/promises';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Complete, Context, Injectable, Module, Param, Prompt, Resource, Tool } from 'portico';

export class OrderInput {
  @IsString() @Length(1, 40) cart!: string;
  @IsOptional() @IsInt() @Min(0) @Max(100) tip?: number;
}

/** What the fault tests aim at: something of everything. */
@Injectable()
export class Target {
  charged = 0;

  @Tool('Says it again')
  echo(input: OrderInput): string {
    return `${input.cart} ${input.tip ?? 0}`;
  }

  @Tool({ description: 'Counts in a session of its own', session: 'handle' })
  count(ctx: Context): Promise<number> {
    return ctx.incrementState('count');
  }

  @Tool('Charges once, between two questions')
  async checkout(input: OrderInput, ctx: Context): Promise<string> {
    const isSure = await ctx.confirm(`Charge ${input.cart}?`, { key: 'sure' });
    const receipt = await ctx.once('charge', () => `receipt ${++this.charged} ${isSure}`);
    const isGift = await ctx.confirm('A gift?', { key: 'gift' });
    return `${receipt} ${isGift}`;
  }

  @Tool('Takes its time, and tells how far it is')
  async slow(ctx: Context): Promise<string> {
    for (let i = 1; i <= 20; i++) {
      await ctx.reportProgress(i, 20);
      await ctx.info(`step ${i}`);
      await sleep(10, undefined, { signal: ctx.signal });
    }
    return 'done';
  }

  @Resource('things://{kind}/{id}')
  thing(@Param('kind') kind: string, @Param('id') id: string): string {
    return `${kind} ${id}`;
  }

  @Prompt('Writes')
  write(@Param('tone') @Complete(['friendly', 'formal']) tone: string): string {
    return `Be ${tone}.`;
  }
}

@Module({ providers: [Target] })
export class TargetModule {
  static readonly file = import.meta.url;
}
