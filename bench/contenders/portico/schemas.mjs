/**
 * What the tools take and give: DTO classes judged by class-validator, as most servers have it, or with
 * `BENCH_SCHEMAS=json` plain JSON Schema, for a server that does without class-validator.
 */
import { ADD, CTX_WORK, ECHO, FILLERS } from '../surface.mjs';

/** @returns the schema by the name of the tool; `sum` is the one of what `add` returns */
export async function schemas() {
  if (process.env.BENCH_SCHEMAS !== 'json') return classes();
  const all = [ECHO, ADD, CTX_WORK, ...FILLERS];
  return new Map([...all.map((tool) => [tool.name, tool.input]), ['sum', ADD.output]]);
}

async function classes() {
  const { Describe } = await import('portico');
  const { IsIn, IsInt, IsNumber, IsOptional, IsString, Length, Max, Min } = await import('class-validator');
  const { dto } = await import('./decorate.mjs');
  const count = (most) => [IsOptional(), IsInt(), Min(1), Max(most)];
  const filler = (name) =>
    dto(`Input_${name}`, {
      id: [String, Describe('Identifier of the item'), IsString(), Length(1, 64)],
      limit: [Number, Describe('Most rows to return'), ...count(100)],
      mode: [String, Describe('How thorough to be'), IsOptional(), IsIn(['fast', 'full'])],
    });
  return new Map([
    [
      ECHO.name,
      dto('EchoInput', {
        message: [String, Describe('Text to echo'), IsString(), Length(1, 1000)],
        times: [Number, Describe('How often to repeat it'), ...count(10)],
      }),
    ],
    [
      ADD.name,
      dto('AddInput', {
        a: [Number, Describe('First addend'), IsNumber()],
        b: [Number, Describe('Second addend'), IsNumber()],
      }),
    ],
    [CTX_WORK.name, undefined],
    ['sum', dto('Sum', { sum: [Number, Describe('a + b'), IsNumber()] })],
    ...FILLERS.map(({ name }) => [name, filler(name)]),
  ]);
}
