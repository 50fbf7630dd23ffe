import { Context, Injectable, Module, Tool } from 'portico';

/** What happened to the calls, for all of them. */
@Injectable()
export class Watch {
  started = 0;
  aborted = 0;
}

@Injectable()
export class CancellationTools {
  constructor(
    private readonly ctx: Context,
    private readonly watch: Watch,
  ) {}

  /** Never ends by itself. */
  @Tool() async endless() {
    this.watch.started++;
    await this.abortion();
    return 'too late';
  }

  @Tool() async endlessInside(ctx: Context) {
    return ctx.callTool('endless');
  }

  @Tool() status() {
    return { started: this.watch.started, aborted: this.watch.aborted };
  }

  private abortion(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.watch.aborted++;
        resolve();
      };
      this.ctx.signal.addEventListener('abort', end, { once: true });
    });
  }
}

@Module({ providers: [Watch, CancellationTools] })
export class CancellationModule {
  static readonly file = import.meta.url;
}
