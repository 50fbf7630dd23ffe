import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import { IsBoolean, IsInt, IsOptional, IsString } from 'class-validator';
import { Context, Injectable, Module, Tool } from 'portico';

export class ChargeInput {
  /** The file every charge is written to: it outlives the process that charges. */
  @IsString() ledger!: string;
  /** The process is killed within the charge, once: when this file is not there yet. */
  @IsOptional() @IsString() dies?: string;
  /** How long the charge takes, in ms. */
  @IsOptional() @IsInt() takes?: number;
  /** It does no harm to charge twice. */
  @IsOptional() @IsBoolean() repeatable: boolean = false;
}

@Injectable()
export class Till {
  @Tool('Charge a card between two questions')
  async charge({ ledger, dies, takes, repeatable }: ChargeInput, ctx: Context) {
    const card = await ctx.ask('Which card?');
    const charge = async (idempotencyKey: string): Promise<string> => {
      appendFileSync(ledger, `${idempotencyKey}\n`);
      if (dies !== undefined && !existsSync(dies)) {
        writeFileSync(dies, 'once');
        process.kill(process.pid, 'SIGKILL');
      }
      if (takes !== undefined) await pass(takes);
      return `charged ${card}`;
    };
    const receipt = await ctx.once('charge', ({ idempotencyKey }) => charge(idempotencyKey), { repeatable });
    const address = await ctx.ask('Which address?');
    return `${receipt}, sent to ${address}`;
  }
}

@Module({ providers: [Till] })
export class TillModule {
  static readonly file = import.meta.url;
}
