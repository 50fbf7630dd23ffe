import { IsEmail, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { Context, Describe, Injectable, Module, Prompt, Resource, Tool } from 'portico';
import { z } from 'zod';
import { attempt } from '../support/attempt.js';

export class Person {
  @IsString() name!: string;
  @Describe({ title: 'Your age' }) @IsInt() @Min(18) @Max(120) age!: number;
}

export class Extras {
  @IsString() name!: string;
  @IsOptional() @IsEmail() mail?: string;
  @IsOptional() @IsInt() age?: number;
  @IsOptional() @IsString() note?: string;
}

/** An answer that only an asynchronous check can judge. */
const Free = z.object({
  name: z.string().refine((name) => Promise.resolve(name !== 'taken'), 'is taken already'),
});

@Injectable()
export class AnswerTools {
  @Tool() dto(ctx: Context) {
    return attempt(() => ctx.elicit('Who are you?', Person));
  }
  @Tool() named(ctx: Context) {
    return attempt(() => ctx.elicit('Who are you?', Person, { key: 'who' }));
  }
  @Tool() uncaught(ctx: Context) {
    return ctx.elicit('Who are you?', Person);
  }
  @Tool() number(ctx: Context) {
    return attempt(() => ctx.elicit('How many?', Number));
  }
  @Tool() choice(ctx: Context) {
    return attempt(() => ctx.elicit('Which?', ['a', 'b']));
  }
  @Tool() several(ctx: Context) {
    return attempt(() => ctx.elicit('Which?', [['a', 'b']]));
  }
  @Tool() extras(ctx: Context) {
    return attempt(() => ctx.elicit('Who are you?', Extras));
  }
  @Tool() async(ctx: Context) {
    return attempt(() => ctx.elicit('Which name?', Free));
  }
  @Tool() async together(ctx: Context) {
    const [age, name] = await Promise.all([ctx.elicit('Who?', Person), ctx.elicit('Which name?', Free)]);
    return { age, name };
  }
  @Tool() async loop(ctx: Context) {
    const found: number[] = [];
    for (let i = 0; i < 2; i++) {
      const answer = await ctx.elicit('A number?', Number);
      if (answer.action === 'accept') found.push(answer.data);
    }
    return { found };
  }
  @Prompt() async letter(ctx: Context) {
    return `Dear ${await ctx.ask('To whom?')}`;
  }
  @Resource('note://today') async note(ctx: Context) {
    return (await ctx.ask('What happened?')) ?? 'Nothing.';
  }
}

@Module({ providers: [AnswerTools] })
export class AnswerModule {}
