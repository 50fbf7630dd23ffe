import { describe, expect, test } from '@jest/globals';
import { Context, Inject, Injectable, Module, Tool, type Provider } from 'portico';
import { problemsOf } from '../support/startup.js';

/** A module of these providers alone. */
function moduleOf(...providers: Provider[]) {
  @Module({ providers })
  class AppModule {}
  return AppModule;
}

describe('a provider nobody offers', () => {
  @Injectable()
  class Database {}
  @Injectable()
  class Orders {
    constructor(
      readonly database: Database,
      @Inject('REGION') readonly region: string,
    ) {}
  }

  test('is told for each parameter that asks for one', async () => {
    expect(await problemsOf(moduleOf(Orders))).toEqual([
      {
        code: 'PORTICO_UNKNOWN_PROVIDER',
        where: 'Orders, constructor parameter 1',
        problem: 'Database is not provided in AppModule',
        cure: 'Add Database to the providers of AppModule, or to a module it imports.',
      },
      {
        code: 'PORTICO_UNKNOWN_PROVIDER',
        where: 'Orders, constructor parameter 2',
        problem: "'REGION' is not provided in AppModule",
        cure: "Add 'REGION' to the providers of AppModule, or to a module it imports.",
      },
    ]);
  });

  test('is told for factories and aliases', async () => {
    const problems = await problemsOf(
      moduleOf(
        { provide: 'made', inject: [Database], useFactory: (database: Database) => database },
        { provide: 'alias', useExisting: Symbol('nothing') },
      ),
    );
    expect(problems.map(({ where, problem }) => `${where}: ${problem}`)).toEqual([
      "'made', inject[0]: Database is not provided in AppModule",
      "'alias', useExisting: 'Symbol(nothing)' is not provided in AppModule",
    ]);
  });
});

describe('a constructor whose parameters are not known', () => {
  test('carries no decorator', async () => {
    class Plain {
      constructor(readonly ctx: Context) {}
    }
    expect(await problemsOf(moduleOf(Plain))).toEqual([
      {
        code: 'PORTICO_NO_METADATA',
        where: 'Plain, constructor parameter 1',
        problem: expect.stringContaining('its type is not known at run time'),
        cure: expect.stringMatching(
          /Put @Injectable\(\) on the class.*emitDecoratorMetadata.*@Inject\(token\)/,
        ),
      },
    ]);
  });

  test('is none of the mistakes where there are no parameters, or each names its token', async () => {
    class Plain {}
    class Named {
      constructor(readonly ctx: unknown) {}
    }
    Inject(Plain)(Named, undefined, 0);
    expect(await problemsOf(moduleOf(Plain, Named))).toEqual([]);
  });

  test.each([
    ['String', String],
    ['Object', Object],
    ['Promise', Promise],
  ])('asks for %s, which nothing can provide', async (name, type) => {
    @Injectable()
    class Asking {
      constructor(readonly value: unknown) {}
    }
    Reflect.defineMetadata('design:paramtypes', [type], Asking);
    expect(await problemsOf(moduleOf(Asking))).toEqual([
      {
        code: 'PORTICO_BAD_PARAMETER_TYPE',
        where: 'Asking, constructor parameter 1',
        problem: `its type is ${name} at run time, which nothing can provide`,
        cure: expect.stringMatching(/@Inject\(token\).*"import type"/),
      },
    ]);
  });

  test('asks for a class that was not defined yet', async () => {
    @Injectable()
    class Early {
      constructor(readonly later: unknown) {}
    }
    Reflect.defineMetadata('design:paramtypes', [undefined], Early);
    expect(await problemsOf(moduleOf(Early))).toEqual([
      {
        code: 'PORTICO_BAD_PARAMETER_TYPE',
        where: 'Early, constructor parameter 1',
        problem: expect.stringContaining('the two files import each other'),
        cure: expect.stringContaining('Break the circle'),
      },
    ]);
  });
});

describe('providers that depend on each other', () => {
  test('are told with the whole circle, once', async () => {
    const useFactory = () => 1;
    const problems = await problemsOf(
      moduleOf(
        { provide: 'a', inject: ['b'], useFactory },
        { provide: 'b', inject: ['c'], useFactory },
        { provide: 'c', inject: ['a'], useFactory },
        { provide: 'd', inject: ['a'], useFactory },
      ),
    );
    expect(problems).toEqual([
      {
        code: 'PORTICO_CIRCULAR_PROVIDER',
        where: "'a'",
        problem: "providers depend on each other in a circle: 'a' → 'b' → 'c' → 'a'",
        cure: 'Move what both need into a third provider.',
      },
    ]);
  });
});

describe('a singleton that would keep a value of one request', () => {
  @Injectable({ scope: 'request' })
  class Transaction {
    constructor(readonly ctx: Context) {}
  }
  @Injectable({ scope: 'transient' })
  class Helper {
    constructor(readonly transaction: Transaction) {}
  }
  @Injectable()
  class Direct {
    constructor(readonly transaction: Transaction) {}
  }
  @Injectable()
  class Indirect {
    constructor(readonly helper: Helper) {}
  }
  @Injectable({ scope: 'singleton' })
  class EagerTools {
    constructor(readonly transaction: Transaction) {}
    @Tool() work() {
      return 1;
    }
  }
  @Injectable()
  class LazyTools {
    constructor(readonly helper: Helper) {}
    @Tool() rest() {
      return 1;
    }
  }

  test('is told with the way to it', async () => {
    expect(await problemsOf(moduleOf(Transaction, Helper, Direct, Indirect, EagerTools))).toEqual([
      {
        code: 'PORTICO_CAPTIVE_SCOPE',
        where: 'Direct',
        problem: expect.stringContaining(
          "one request's Transaction for all later requests (Direct → Transaction)",
        ),
        cure: "Make it @Injectable({ scope: 'request' }), or ask for Context, which a singleton may keep.",
      },
      expect.objectContaining({
        code: 'PORTICO_CAPTIVE_SCOPE',
        where: 'Indirect',
        problem: expect.stringContaining('(Indirect → Helper → Transaction)'),
      }),
      expect.objectContaining({ code: 'PORTICO_CAPTIVE_SCOPE', where: 'EagerTools' }),
    ]);
  });

  test('is none where a class of components was given no scope, or where it is the context', async () => {
    @Injectable()
    class Auditor {
      constructor(readonly ctx: Context) {}
    }
    expect(await problemsOf(moduleOf(Transaction, Helper, LazyTools, Auditor))).toEqual([]);
  });

  test('cannot be awaited in a request', async () => {
    const useFactory = async () => 1;
    const problems = await problemsOf(
      moduleOf(
        { provide: 'session', useFactory, scope: 'request' },
        { provide: 'ticket', useFactory, scope: 'transient' },
        { provide: 'once', useFactory },
      ),
    );
    expect(problems).toEqual([
      {
        code: 'PORTICO_ASYNC_SCOPE',
        where: "AppModule, provider 'session'",
        problem: 'an async factory cannot be request-scoped: only singletons are awaited, once, at start-up',
        cure: expect.stringContaining('Make it a singleton'),
      },
      expect.objectContaining({ code: 'PORTICO_ASYNC_SCOPE', where: expect.stringContaining('ticket') }),
    ]);
  });
});
