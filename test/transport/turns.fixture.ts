import { Context, Injectable, Module, Tool } from 'portico';

export const LARGE = 'x'.repeat(40_000);

@Injectable()
export class TurnTools {
  @Tool() quick() {
    return 'quick';
  }

  /** Nobody else has a turn meanwhile. */
  @Tool() computing() {
    const end = performance.now() + 20;
    while (performance.now() < end);
    return 'computed';
  }

  /** More than leaves in one piece, and less in between; nothing is awaited. */
  @Tool() talkative(ctx: Context) {
    for (const text of ['first', LARGE, 'third', LARGE]) void ctx.info(text);
    return 'said';
  }
}

@Module({ providers: [TurnTools] })
export class TurnModule {
  static readonly file = import.meta.url;
}
