import { IsInt, Length, Min } from 'class-validator';
import { Context, Describe, Injectable, Module, Tool, isPorticoError, type SampleResultError } from 'portico';
import { z } from 'zod';
import { attempt } from '../support/attempt.js';

export class Trip {
  @Describe('Where to') @Length(2, 40) city!: string;
  @IsInt() @Min(1) days: number = 3;
}

const Legs = z.array(z.object({ to: z.string(), on: z.string().transform((text) => new Date(text)) }));

const tree = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: ['array'],
  items: { $ref: '#/$defs/node' },
  $defs: {
    node: {
      type: 'object',
      properties: { name: { type: 'string' }, below: { $ref: '#' } },
      required: ['name'],
      additionalProperties: false,
    },
  },
};

export const tally = { runs: 0 };

@Injectable()
export class ResultTools {
  @Tool() async trip(ctx: Context) {
    const { result, text, stopReason, model } = await ctx.sample('Plan a trip.', {
      system: 'You plan.',
      result: Trip,
    });
    return { city: result.city, days: result.days, isTrip: result instanceof Trip, text, stopReason, model };
  }
  @Tool() async history(ctx: Context) {
    return { history: (await ctx.sample('Plan a trip.', { result: Trip })).history };
  }
  @Tool() async legs(ctx: Context) {
    const { result } = await ctx.sample('Plan legs.', { result: Legs });
    return { legs: result.map(({ to, on }) => `${to} in ${on.getUTCFullYear()}`) };
  }
  @Tool() async tree(ctx: Context) {
    return { tree: (await ctx.sample('Draw a tree.', { result: tree })).result };
  }
  @Tool() async number(ctx: Context) {
    return { number: (await ctx.sample('How many?', { result: { type: 'integer', minimum: 1 } })).result };
  }
  @Tool() async withTool(ctx: Context) {
    const { result, history } = await ctx.sample('Plan a trip.', {
      result: Trip,
      tools: [{ name: 'weather', execute: () => `sunny ${++tally.runs}` }],
    });
    return { result, history };
  }
  @Tool() async tries(ctx: Context) {
    try {
      return await ctx.sample('Plan a trip.', { result: Trip });
    } catch (error) {
      if (!isPorticoError(error, 'PORTICO_SAMPLE_RESULT')) throw error;
      const { code, message, problems, text } = error as SampleResultError;
      return { code, message, problems, text };
    }
  }
  @Tool() async reserved(ctx: Context) {
    return attempt(() =>
      ctx.sample('Go.', { result: Trip, tools: [{ name: 'final_response', execute: () => 1 }] }),
    );
  }
}

@Module({ providers: [ResultTools] })
export class ResultModule {}
