import { describe, expect, test } from '@jest/globals';
import { IsString } from 'class-validator';
import { Cacheable, Injectable, Module, Prompt, Tool } from 'portico';
import { problemsOf } from '../support/startup.js';

class SessionInput {
  @IsString() session!: string;
}

const readOnly = { annotations: { readOnlyHint: true } };

describe('a tool with session handles', () => {
  test.each([
    ['a DTO', SessionInput],
    ['a schema', { type: 'object', properties: { session: { type: 'number' } } }],
    ['a schema that only requires it', { type: 'object', required: ['session'] }],
  ])('whose arguments have a session of their own by %s does not start', async (_how, input) => {
    @Injectable()
    class Tools {
      @Tool({ session: 'handle', input }) run(_args: object) {}
    }
    @Module({ providers: [Tools] })
    class Root {}
    expect(await problemsOf(Root)).toEqual([
      {
        code: 'PORTICO_SESSION_ARGUMENT',
        where: 'Tools.run',
        problem: "its arguments have a property 'session', which session: 'handle' adds",
        cure: "Rename the property, or leave session: 'handle' out.",
      },
    ]);
  });

  test('knows no other kind of session', async () => {
    @Injectable()
    class Tools {
      @Tool({ session: 'cookie' as 'handle' }) run() {}
    }
    @Module({ providers: [Tools] })
    class Root {}
    expect(await problemsOf(Root)).toMatchObject([{ code: 'PORTICO_SESSION_ARGUMENT', where: 'Tools.run' }]);
  });
});

describe('@Cacheable', () => {
  test('is for what changes nothing, with a time and a scope that are', async () => {
    @Injectable()
    class Tools {
      @Cacheable({ ttl: '1m' }) @Tool() changes() {}
      @Cacheable({ ttl: 'soon' as '1m' }) @Tool(readOnly) never() {}
      @Cacheable({ ttl: '1m', scope: 'all' as 'public' }) @Tool(readOnly) anywhere() {}
      @Cacheable({ ttl: '1m' }) @Prompt() prompt() {
        return 'text';
      }
      @Cacheable({ ttl: '1m' }) @Tool(readOnly) fine() {}
    }
    @Module({ providers: [Tools] })
    class Root {}
    const problems = await problemsOf(Root);
    expect(problems.map(({ code, where }) => `${code} ${where}`)).toEqual([
      'PORTICO_CACHEABLE Tools.changes',
      'PORTICO_DURATION Tools.never',
      'PORTICO_CACHEABLE Tools.anywhere',
      'PORTICO_CACHEABLE Tools.prompt',
    ]);
    expect(problems[0]!.cure).toMatch(/readOnlyHint: true/);
  });

  test('on a class means all of its components', async () => {
    @Cacheable({ ttl: '1m' })
    @Injectable()
    class Tools {
      @Tool(readOnly) reads() {}
      @Tool() changes() {}
    }
    @Module({ providers: [Tools] })
    class Root {}
    expect(await problemsOf(Root)).toMatchObject([{ code: 'PORTICO_CACHEABLE', where: 'Tools.changes' }]);
  });
});
