import { IsInt, IsOptional, IsString } from 'class-validator';
import { Context, Injectable, Module, Tool } from 'portico';

export class KeepInput {
  @IsString() key!: string;
  @IsOptional() @IsInt() size: number = 0;
}

@Injectable()
export class DiskTools {
  @Tool('Keeps so many characters')
  async keep({ key, size }: KeepInput, ctx: Context): Promise<string> {
    await ctx.setState(key, 'x'.repeat(size), { scope: 'app' });
    return `kept ${size}`;
  }

  @Tool('Says how many characters are kept')
  async read({ key }: KeepInput, ctx: Context): Promise<string> {
    return String((await ctx.getState<string>(key, { scope: 'app' }))?.length);
  }

  @Tool('Charges once, between two questions')
  async checkout(ctx: Context): Promise<string> {
    await ctx.confirm('Charge?', { key: 'sure' });
    const charges = await ctx.once('charge', () => ctx.incrementState('charges', 1, { scope: 'app' }));
    return `charge ${charges}, gift ${await ctx.confirm('A gift?', { key: 'gift' })}`;
  }

  @Tool('How often was charged')
  async charges(ctx: Context): Promise<string> {
    return String(await ctx.getState('charges', { scope: 'app' }));
  }
}

@Module({ providers: [DiskTools] })
export class DiskModule {
  static readonly file = import.meta.url;
}
