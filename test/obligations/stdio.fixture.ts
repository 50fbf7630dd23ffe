import { Context, Injectable, Module, Tool, type OnShutdown } from 'portico';

@Injectable()
class StdioTools implements OnShutdown {
  @Tool({ name: 'chatter' })
  chatter() {
    console.log('said to the console');
    process.stdout.write('written to stdout\n');
    return 'two\nlines';
  }

  @Tool({ name: 'ask' })
  async ask(ctx: Context) {
    return (await ctx.confirm('Really?')) ? 'yes' : 'no';
  }

  onShutdown() {
    console.error('shut down in order');
  }
}

/** Served by a process of its own. */
@Module({ providers: [StdioTools] })
export class StdioModule {
  static readonly file = import.meta.url;
}
