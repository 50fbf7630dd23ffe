import { setImmediate, setTimeout } from 'node:timers/promises';
import { IsInt, IsString } from 'class-validator';
import { Context, Injectable, Module, Tool } from 'portico';

export class WorkInput {
  @IsString() caller!: string;
  @IsInt() call!: number;
}

/** Now at once, now later, in another order each time. */
async function randomPause(): Promise<void> {
  const chance = Math.random();
  if (chance < 0.3) await Promise.resolve();
  else if (chance < 0.6) await setImmediate();
  else await setTimeout(Math.random() * 2);
}

/** One instance for all callers. */
@Injectable()
export class Notary {
  constructor(private readonly ctx: Context) {}

  async witness(step: number) {
    await randomPause();
    const { caller, call } = this.ctx.meta['example.org/label'] as { caller: string; call: number };
    await this.ctx.reportProgress(step, undefined, `${caller}/${call}`);
    await randomPause();
    await this.ctx.info(`${caller}/${call}/${step}`);
    await randomPause();
    await this.ctx.setState('local', caller, { serializable: false });
    if (this.ctx.sessionId !== undefined) {
      await this.ctx.setState(`call-${call}`, caller);
      await randomPause();
      await this.ctx.setState('last-caller', caller);
    }
    await randomPause();
    return {
      meta: `${caller}/${call}`,
      requestId: this.ctx.requestId,
      sessionId: this.ctx.sessionId,
      local: await this.ctx.getState('local'),
      ambient: Context.current().requestId,
      state: this.ctx.sessionId === undefined ? caller : await this.ctx.getState(`call-${call}`),
      lastCaller: this.ctx.sessionId === undefined ? caller : await this.ctx.getState('last-caller'),
    };
  }
}

@Injectable()
export class WorkTools {
  constructor(private readonly notary: Notary) {}

  @Tool() async work(input: WorkInput, ctx: Context) {
    const seen = [];
    for (let step = 1; step <= 2; step++) {
      await randomPause();
      seen.push({
        ...(await this.notary.witness(step)),
        own: ctx.requestId,
        input: `${input.caller}/${input.call}`,
      });
    }
    return { seen };
  }
}

@Module({ providers: [Notary, WorkTools] })
export class IsolationModule {
  static readonly file = import.meta.url;
}
