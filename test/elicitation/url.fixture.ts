import { IsBoolean, IsOptional, IsString } from 'class-validator';
import { Context, Injectable, Module, Tool } from 'portico';
import { attempt } from '../support/attempt.js';

export class UrlInput {
  @IsString() url: string = 'https://pay.example/orders/7';
  @IsOptional() @IsString() elicitationId?: string;
  @IsBoolean() complete: boolean = false;
}

@Injectable()
export class UrlTools {
  @Tool() open({ url, complete, ...options }: UrlInput, ctx: Context) {
    return attempt(async () => {
      const answer = await ctx.elicitUrl('Please pay.', url, options);
      if (complete) await Promise.all([answer.complete(), answer.complete()]);
      return answer.action;
    });
  }

  @Tool() object(ctx: Context) {
    return attempt(
      async () => (await ctx.elicitUrl('Please pay.', new URL('https://pay.example/a?b=c'))).action,
    );
  }
}

@Module({ providers: [UrlTools] })
export class UrlModule {}
