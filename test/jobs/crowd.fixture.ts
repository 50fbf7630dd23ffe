import 'reflect-metadata';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context, Injectable, Module, Tool } from 'portico';
import { IsIn, IsInt, IsString } from 'class-validator';

/** What a task of the crowd does: ends at once, asks first, or runs until it is told to stop. */
export const kinds = ['quick', 'asking', 'endless'] as const;

class CrowdInput {
  /** Where the tool writes down what it does. */
  @IsString() diary!: string;
  @IsInt() n!: number;
  @IsIn(kinds) kind!: (typeof kinds)[number];
}

@Injectable()
export class CrowdTools {
  @Tool('One of many')
  async member({ diary, n, kind }: CrowdInput, ctx: Context): Promise<object> {
    const name = kind === 'asking' ? await ctx.ask(`Who is ${n}?`) : undefined;
    const receipt = await ctx.once('charge', () => {
      appendFileSync(diary, `charge ${n}\n`);
      return n;
    });
    if (kind === 'endless') {
      appendFileSync(diary, `runs ${n}\n`);
      while (!ctx.signal.aborted) await sleep(10);
      appendFileSync(diary, `stopped ${n}\n`);
    }
    return { n, receipt, ...(name !== undefined && { name }) };
  }
}

@Module({ providers: [CrowdTools] })
export class CrowdModule {}
