import { expect, test } from '@jest/globals';
import type { Context, ElicitationAnswer, FormValue } from 'portico';
import { z } from 'zod';
import { Color, Level, Registration } from './forms.fixture.js';

/** Each may stand for the other, and neither for everything. */
type Equal<A, B> = [A, B] extends [B, A] ? (0 extends 1 & A ? false : true) : false;

/** Compiles only where the type of the value is exactly `T`. */
function is<T>() {
  return <V>(_value: V, _same: Equal<V, T>): void => {};
}

const Profile = z.object({
  age: z.number().default(1),
  name: z.string().optional(),
  size: z.string().transform(Number),
});
interface ProfileOutput {
  age: number;
  name?: string | undefined;
  size: number;
}

/** Never called: the compiler reads it. */
async function elicit(ctx: Context, sizes: string[], either: typeof String | typeof Number) {
  is<ElicitationAnswer<string>>()(await ctx.elicit('', String), true);
  is<ElicitationAnswer<number>>()(await ctx.elicit('', Number), true);
  is<ElicitationAnswer<boolean>>()(await ctx.elicit('', Boolean), true);
  is<ElicitationAnswer<Registration>>()(await ctx.elicit('', Registration), true);
  is<ElicitationAnswer<ProfileOutput>>()(await ctx.elicit('', Profile), true);
  is<ElicitationAnswer<'a' | 'b'>>()(await ctx.elicit('', ['a', 'b']), true);
  is<ElicitationAnswer<'only'>>()(await ctx.elicit('', ['only']), true);
  is<ElicitationAnswer<string>>()(await ctx.elicit('', sizes), true);
  is<ElicitationAnswer<'low' | 'high'>>()(await ctx.elicit('', { low: { title: 'Low' }, high: {} }), true);
  is<ElicitationAnswer<('a' | 'b')[]>>()(await ctx.elicit('', [['a', 'b']]), true);
  is<ElicitationAnswer<string[]>>()(await ctx.elicit('', [sizes]), true);
  is<ElicitationAnswer<('low' | 'high')[]>>()(
    await ctx.elicit('', [{ low: { title: 'Low' }, high: {} }]),
    true,
  );
  is<ElicitationAnswer<Color>>()(await ctx.elicit('', Color), true);
  is<ElicitationAnswer<Level>>()(await ctx.elicit('', Level), true);
  is<ElicitationAnswer<Color[]>>()(await ctx.elicit('', [Color]), true);
  is<ElicitationAnswer<string | number>>()(await ctx.elicit('', either), true);

  const answer = await ctx.elicit('', Number);
  if (answer.action === 'accept') is<number>()(answer.data, true);
  // @ts-expect-error there is data only where the answer was accepted
  else is<unknown>()(answer.data, true);
}

async function short(ctx: Context) {
  is<Registration>()(await ctx.elicitOrThrow('', Registration), true);
  is<'a' | 'b'>()(await ctx.elicitOrThrow('', ['a', 'b']), true);
  is<boolean>()(await ctx.confirm(''), true);
  is<string | undefined>()(await ctx.ask(''), true);
  is<'a' | 'b' | undefined>()(await ctx.choose('', ['a', 'b']), true);
  is<'low' | undefined>()(await ctx.choose('', { low: { title: 'Low' } }), true);
  is<Color | undefined>()(await ctx.choose('', Color), true);
  is<('a' | 'b')[] | undefined>()(await ctx.chooseMany('', ['a', 'b'], { min: 1 }), true);
  is<Level[] | undefined>()(await ctx.chooseMany('', Level), true);
  is<'accept' | 'decline' | 'cancel'>()((await ctx.elicitUrl('', 'https://a.example')).action, true);
}

function refused(ctx: Context) {
  // @ts-expect-error numbers cannot be chosen
  void ctx.elicit('', [1, 2]);
  // @ts-expect-error a text is no form
  void ctx.elicit('', 'text');
  // @ts-expect-error a title is a text
  void ctx.choose('', { low: { title: 1 } });
  // @ts-expect-error a form of several fields is nothing to choose from
  void ctx.choose('', Profile);
  // @ts-expect-error only chooseMany has limits
  void ctx.choose('', ['a'], { min: 1 });
}

test('what an answer is follows from what was asked for', () => {
  const generic: FormValue<readonly [readonly ['a', 'b']]> = ['a'];
  expect(generic).toEqual(['a']);
  expect([elicit, short, refused]).toHaveLength(3);
});
