import { setTimeout as pass } from 'node:timers/promises';
import { Context, Injectable, Module, Tool } from 'portico';

const names = ['a', 'b', 'c'];

/** Natural lines of code that leave promises to which nobody listens when the call is stopped. */
@Injectable()
export class UnheardTools {
  /** What ran in a `finally`, to be seen that it did. */
  static readonly cleaned: string[] = [];

  @Tool() async oneByOne(ctx: Context) {
    const asked = names.map(async (name) => {
      try {
        return await ctx.ask(`Who is ${name}?`);
      } finally {
        UnheardTools.cleaned.push(name);
      }
    });
    const answers = [];
    for (const answer of asked) answers.push(await answer);
    return answers.join();
  }

  /** The second is refused while the first is still open. */
  @Tool() async refused(ctx: Context) {
    const asked = ['slow', 'declined'].map(async (name) => ctx.elicitOrThrow(`Is it ${name}?`, Boolean));
    const answers = [];
    for (const answer of asked) answers.push(await answer);
    return answers.join();
  }

  @Tool() async untilStopped(ctx: Context) {
    const { signal } = ctx;
    const waiting = [
      ...names.map(async () => pass(60_000, undefined, { signal })),
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    ];
    await ctx.reportProgress(1);
    for (const one of waiting) await one;
  }

  @Tool() async cleaned() {
    return UnheardTools.cleaned.join();
  }

  @Tool() async listens() {
    process.on('unhandledRejection', (reason) => console.error(`heard: ${(reason as Error).message}`));
  }

  /** Both at once, and the one that matters first. */
  @Tool() async forgetsWhenStopped({ signal }: Context) {
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    void stopped.then(() => Promise.reject(new Error('of the application')));
    void stopped.then(() => Promise.reject(signal.reason as Error));
    await pass(60_000);
  }

  @Tool() async forgets() {
    setTimeout(() => void Promise.reject(new Error('of the application')), 50);
  }

  @Tool() async forgetsText() {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what some code does
    setTimeout(() => void Promise.reject('a mere text'), 50);
  }
}

@Module({ providers: [UnheardTools] })
export class UnheardModule {
  static readonly file = import.meta.url;
}
