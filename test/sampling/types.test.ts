import { expect, test } from '@jest/globals';
import {
  samplingTool,
  type Context,
  type Root,
  type SampleResult,
  type SampleStep,
  type SamplingTool,
} from 'portico';
import { z } from 'zod';
import { Trip } from './result.fixture.js';

/** Each may stand for the other, and neither for everything. */
type Equal<A, B> = [A, B] extends [B, A] ? (0 extends 1 & A ? false : true) : false;

/** Compiles only where the type of the value is exactly `T`. */
function is<T>() {
  return <V>(_value: V, _same: Equal<V, T>): void => {};
}

const Legs = z.array(z.object({ to: z.string(), on: z.string().transform((text) => new Date(text)) }));

/** Never called: the compiler reads it. */
async function sample(ctx: Context, either: typeof Trip | undefined) {
  is<SampleResult>()(await ctx.sample('?'), true);
  is<SampleResult<undefined>>()(await ctx.sample('?', { maxTokens: 1 }), true);
  is<SampleResult<Trip>>()(await ctx.sample('?', { result: Trip }), true);
  is<SampleResult<{ to: string; on: Date }[]>>()(await ctx.sample('?', { result: Legs }), true);
  is<unknown>()((await ctx.sample('?', { result: { type: 'object' } })).result, true);
  is<SampleResult<Trip | undefined>>()(await ctx.sample('?', { result: either }), true);
  is<SampleStep>()(await ctx.sampleStep('?', { toolChoice: 'none' }), true);
  is<readonly Root[]>()(await ctx.listRoots(), true);

  const first = await ctx.sample('?');
  await ctx.sample([...first.history, 'text', { role: 'assistant', content: 'text' }]);
  await ctx.sample('?', { modelPreferences: 'opus' });
  await ctx.sample('?', { modelPreferences: ['opus', 'haiku'] as const });
  await ctx.sample('?', {
    modelPreferences: { hints: [{ name: 'opus' }], costPriority: 1 },
    concurrency: 'unlimited',
  });

  // @ts-expect-error no other words for how many run at a time
  await ctx.sample('?', { concurrency: 'all' });
  // @ts-expect-error a schema is no text
  await ctx.sample('?', { result: 'Trip' });
  // @ts-expect-error no third role
  await ctx.sample([{ role: 'system', content: '' }]);
  // @ts-expect-error a step has no result
  await ctx.sampleStep('?', { result: Trip });
  // @ts-expect-error a tool needs something to run
  await ctx.sample('?', { tools: [{ name: 'x' }] });
}

/** Never called: the compiler reads it. */
async function tools(ctx: Context) {
  const typed = samplingTool({
    name: 'book',
    input: Trip,
    execute(args, inner, call) {
      is<Trip>()(args, true);
      is<Context>()(inner, true);
      is<string>()(call.id, true);
    },
  });
  const list: readonly (string | SamplingTool)[] = [
    typed,
    'own',
    { name: 'inline', execute: (args: Trip) => args.city },
  ];
  await ctx.sample('?', { tools: list, result: Trip });
  await ctx.sample('?', { tools: [typed, 'own', { name: 'x', input: Legs, execute: (args) => args }] });
}

test('types are checked by the compiler', () => {
  expect([sample, tools]).toHaveLength(2);
});
