import { IsString } from 'class-validator';
import { Context, Injectable, Module, Tool } from 'portico';

export class EchoInput {
  @IsString() text!: string;
}

@Injectable()
export class HttpTools {
  static started = 0;
  static aborted = 0;

  @Tool() echo(input: EchoInput) {
    return input.text;
  }

  @Tool() async endless(ctx: Context) {
    HttpTools.started++;
    await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve, { once: true }));
    HttpTools.aborted++;
  }
}

@Module({ providers: [HttpTools] })
export class HttpModule {
  static readonly file = import.meta.url;
}
