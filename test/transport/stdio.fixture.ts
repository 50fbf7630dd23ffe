import { setTimeout } from 'node:timers/promises';
import { IsString } from 'class-validator';
import { Context, Injectable, Module, Tool } from 'portico';

export class EchoInput {
  @IsString() text!: string;
}

@Injectable()
export class Hooks {
  async onShutdown() {
    await setTimeout(50);
    process.stderr.write('hook ran\n');
  }
}

@Injectable()
export class NoisyTools {
  @Tool() async noisy() {
    console.log('noise by console.log');
    console.info('noise by console.info');
    console.debug('noise by console.debug');
    process.stdout.write('noise by write\n');
    process.stdout.write(Buffer.from('noise by a buffer\n'));
    await new Promise<void>((resolve) => void process.stdout.write('noise by callback\n', () => resolve()));
    return 'quiet';
  }

  @Tool() echo(input: EchoInput) {
    return input.text;
  }

  @Tool() async endless(ctx: Context) {
    process.stderr.write('endless started\n');
    await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve, { once: true }));
    process.stderr.write('endless aborted\n');
  }
}

@Module({ providers: [Hooks, NoisyTools] })
export class StdioModule {
  static readonly file = import.meta.url;
}

@Injectable()
class Banner {
  constructor() {
    console.log('a banner, much too early');
  }
}

/** Writes to stdout before anything listens. */
@Module({ imports: [StdioModule], providers: [Banner] })
export class EarlyModule {
  static readonly file = import.meta.url;
}
