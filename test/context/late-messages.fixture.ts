import { setTimeout as delay } from 'node:timers/promises';
import { Context, Injectable, Module, Tool } from 'portico';

/** Nothing here is awaited, as it happens in a hurry. */
@Injectable()
export class HastyTools {
  @Tool() afterTheAnswer(ctx: Context) {
    const speak = () => {
      void ctx.info('too late');
      void ctx.reportProgress(1);
    };
    for (const ms of [0, 20, 100]) setTimeout(speak, ms);
    return 'answered';
  }

  @Tool() async untilGone(ctx: Context) {
    process.stderr.write('speaking\n');
    for (let i = 0; i < 20; i++) {
      void ctx.info(`tick ${i}`);
      void ctx.reportProgress(i);
      await delay(10);
    }
    process.stderr.write('spoken\n');
  }

  @Tool() echo() {
    return 'still here';
  }
}

@Module({ providers: [HastyTools] })
export class HastyModule {
  static readonly file = import.meta.url;
}
