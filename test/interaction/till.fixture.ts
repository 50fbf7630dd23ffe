import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { IsOptional, IsString } from 'class-validator';
import { Context, Injectable, Module, Tool } from 'portico';

export class ChargeInput {
  /** The file every charge is written to: it outlives the process that charges. */
  @IsString() ledger!: string;
  /** The process is killed within the charge, once: when this file is not there yet. */
  @IsOptional() @IsString() dies?: string;
}

@Injectable()
export class Till {
  @Tool('Charge a card between two questions')
  async charge({ ledger, dies }: ChargeInput, ctx: Context) {
    const card = await ctx.ask('Which card?');
    const receipt = await ctx.once('charge', ({ idempotencyKey }) => {
      appendFileSync(ledger, `${idempotencyKey}\n`);
      if (dies !== undefined && !existsSync(dies)) {
        writeFileSync(dies, 'once');
        process.kill(process.pid, 'SIGKILL');
      }
      return `charged ${card}`;
    });
    const address = await ctx.ask('Which address?');
    return `${receipt}, sent to ${address}`;
  }
}

@Module({ providers: [Till] })
export class TillModule {
  static readonly file = import.meta.url;
}
