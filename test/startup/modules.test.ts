import { describe, expect, test } from '@jest/globals';
import { Injectable, Module, PorticoFactory, StartupError, Tool, type DynamicModule } from 'portico';
import { RecordedLog } from '../support/recorded-log.js';
import { problemsOf } from '../support/startup.js';

describe('what is no module', () => {
  class Undecorated {}

  test('is told as the root', async () => {
    expect(await problemsOf(Undecorated)).toEqual([
      {
        code: 'PORTICO_NOT_A_MODULE',
        where: 'PorticoFactory.create',
        problem: 'Undecorated carries no @Module',
        cure: 'Put @Module({ providers: [...] }) on Undecorated.',
      },
    ]);
  });

  test('is told as an import, with the importing module', async () => {
    const options = { imports: [Undecorated, { module: Undecorated }, undefined as never] };
    @Module(options)
    class AppModule {}
    const problems = await problemsOf(AppModule);
    expect(problems).toEqual([
      expect.objectContaining({ where: 'AppModule, imports', problem: 'Undecorated carries no @Module' }),
      expect.objectContaining({ where: 'AppModule, imports', problem: 'Undecorated carries no @Module' }),
      expect.objectContaining({
        where: 'AppModule, imports',
        problem: expect.stringMatching(/undefined.*the two files probably import each other/),
        cure: 'Break the circle between the two files.',
      }),
    ]);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['PORTICO_NOT_A_MODULE']));
  });
});

describe('modules that import each other', () => {
  test('are told with the whole circle', async () => {
    const [first, second]: [unknown[], unknown[]] = [[], []];
    @Module({ imports: first as DynamicModule[] })
    class First {}
    @Module({ imports: second as DynamicModule[] })
    class Second {}
    @Module({ imports: [First] })
    class AppModule {}
    first.push(Second);
    second.push({ module: First }, First);
    expect(await problemsOf(AppModule)).toContainEqual({
      code: 'PORTICO_CIRCULAR_MODULE',
      where: 'Second',
      problem: 'modules import each other in a circle: First → Second → First',
      cure: 'Move what both need into a third module.',
    });
  });

  test('include one that imports itself', async () => {
    const imports: (new () => object)[] = [];
    @Module({ imports })
    class AppModule {}
    imports.push(AppModule);
    expect(await problemsOf(AppModule)).toEqual([
      expect.objectContaining({
        code: 'PORTICO_CIRCULAR_MODULE',
        problem: expect.stringContaining('AppModule → AppModule'),
      }),
    ]);
  });

  test('are none of those that share an import', async () => {
    @Module()
    class Shared {}
    @Module({ imports: [Shared] })
    class Left {}
    @Module({ imports: [Shared] })
    class Right {}
    @Module({ imports: [Left, Right, Shared] })
    class AppModule {}
    expect(await problemsOf(AppModule)).toEqual([]);
  });
});

describe('exports and providers', () => {
  @Injectable()
  class Service {}

  test('an export that is not there is told', async () => {
    @Module({ exports: [Service, 'TOKEN'] })
    class AppModule {}
    expect(await problemsOf(AppModule)).toEqual([
      {
        code: 'PORTICO_UNKNOWN_EXPORT',
        where: 'AppModule, exports',
        problem: 'Service is neither a provider of this module nor exported by a module it imports',
        cure: 'Add Service to the providers of AppModule, or remove it from its exports.',
      },
      expect.objectContaining({
        code: 'PORTICO_UNKNOWN_EXPORT',
        problem: expect.stringMatching(/^TOKEN is neither/),
      }),
    ]);
  });

  test.each([['Tool'], ['Resource'], ['Prompt']])(
    'a class called a %s that offers none is told',
    async (kind) => {
      const Forgotten = { [`Order${kind}s`]: class {} }[`Order${kind}s`]!;
      @Module({ providers: [Forgotten] })
      class AppModule {}
      expect(await problemsOf(AppModule)).toEqual([
        {
          code: 'PORTICO_NOT_A_COMPONENT',
          where: 'AppModule, providers',
          problem: `Order${kind}s offers nothing: neither the class nor a method of it carries @${kind}`,
          cure: `Put @${kind} on the class or on a method, or rename the class if it is a service.`,
        },
      ]);
    },
  );

  test('a class with components that no module lists is a remark in the log', async () => {
    @Tool('Not listed')
    class LonelyTool {
      execute() {
        return 1;
      }
    }
    @Module()
    class AppModule {}
    const log = new RecordedLog();
    const app = await PorticoFactory.create(AppModule, { name: 'test', version: '1.0.0', log });
    await app.close();
    expect(log.text).toContain(
      `warn ${LonelyTool.name} has components, but no module of this application lists it`,
    );
  });
});

describe('many mistakes at once', () => {
  @Injectable()
  class Missing {}
  @Injectable()
  class BadTools {
    constructor(readonly missing: Missing) {}
    @Tool({ name: 'not a name' }) first(_text: string) {
      return 1;
    }
    @Tool({ name: 'same' }) second() {
      return 1;
    }
    @Tool({ name: 'same', timeout: 'soon' as never }) third() {
      return 1;
    }
  }
  @Module({ providers: [BadTools], exports: [Missing] })
  class AppModule {}

  test('are all told by one start', async () => {
    expect((await problemsOf(AppModule)).map(({ code }) => code).sort()).toEqual([
      'PORTICO_BAD_NAME',
      'PORTICO_DUPLICATE',
      'PORTICO_DURATION',
      'PORTICO_UNKNOWN_EXPORT',
      'PORTICO_UNKNOWN_PARAMETER',
      'PORTICO_UNKNOWN_PROVIDER',
    ]);
  });

  test('make one readable error, with place, cure and code of each', async () => {
    const create = PorticoFactory.create(AppModule, {
      name: 'test',
      version: '1.0.0',
      log: new RecordedLog(),
    });
    const error = (await create.catch((error: unknown) => error)) as StartupError;
    expect(error).toMatchObject({ name: 'StartupError', code: 'PORTICO_STARTUP' });
    expect(error.message).toMatch(/^Portico cannot start: 6 problems\.\n\n {2}1\. /);
    for (const { code, where, problem, cure } of error.problems)
      expect(error.message).toContain(`${where}: ${problem}\n     → ${cure}\n     [${code}]`);
  });

  test('keep anything from being made', async () => {
    let made = 0;
    @Injectable()
    class Eager {
      constructor() {
        made++;
      }
    }
    @Module({ providers: [Eager], exports: ['nothing'] })
    class FailingModule {}
    expect(await problemsOf(FailingModule)).toHaveLength(1);
    expect(made).toBe(0);
  });
});
