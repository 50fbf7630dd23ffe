import { describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { Context, Injectable, Module, Prompt, StartupError, Tool } from 'portico';
import { problemsOf } from '../support/startup.js';

function moduleOf(...providers: (new (...args: never[]) => object)[]) {
  @Module({ providers })
  class TestModule {}
  return TestModule;
}

/** What a compiler without decorator metadata makes of a class: it calls the decorators, and says nothing of types. */
function decorate(type: new (...args: never[]) => object, methods: Record<string, MethodDecorator>): void {
  for (const [name, decorator] of Object.entries(methods))
    decorator(type.prototype as object, name, Object.getOwnPropertyDescriptor(type.prototype, name)!);
}

describe('a compiler that emits no decorator metadata', () => {
  test('is told of once, in place of every type that is not known', async () => {
    class Orders {
      constructor(readonly ctx: Context) {}
      list(ctx: Context, more: unknown) {
        return [ctx, more];
      }
      describe(ctx: Context) {
        return ctx.client.name;
      }
    }
    decorate(Orders, { list: Tool('Lists'), describe: Prompt('Describes') });
    class Service {
      constructor(readonly ctx: Context) {}
    }
    Injectable()(Service);
    expect(await problemsOf(moduleOf(Orders, Service))).toEqual([
      {
        code: 'PORTICO_NO_METADATA',
        where: expect.stringMatching(/^(Orders|Service)$/),
        problem: expect.stringContaining('your compiler emits no decorator metadata'),
        cure: expect.stringMatching(/^Compile with tsc or swc.*tsx and esbuild emit none/),
      },
    ]);
  });

  test('is told of beside other mistakes', async () => {
    class Orders {
      list(ctx: Context) {
        return ctx;
      }
      clear() {}
    }
    decorate(Orders, { list: Tool('Lists'), clear: Tool({ name: 'no name' }) });
    const codes = (await problemsOf(moduleOf(Orders))).map(({ code }) => code);
    expect(codes).toEqual(['PORTICO_NO_METADATA', 'PORTICO_BAD_NAME']);
  });

  test('is not blamed for a class that lacks a decorator', async () => {
    class Plain {
      constructor(readonly ctx: Context) {}
    }
    const [problem] = await problemsOf(moduleOf(Plain));
    expect(problem?.problem).not.toMatch(/your compiler/);
  });
});

test('an error that nobody catches is printed without its list of problems, which is in its message already', () => {
  const problem = { code: 'PORTICO_BAD_NAME', where: 'A.b', problem: 'wrong', cure: 'Correct it.' } as const;
  const error = new StartupError([problem]);
  expect(error.problems).toEqual([problem]);
  expect(inspect(error).match(/Correct it\./g)).toHaveLength(1);
});
