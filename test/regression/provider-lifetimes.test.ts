import { beforeEach, describe, expect, test } from '@jest/globals';
import { Injectable, Module, PorticoFactory, StartupError, Tool, type Provider } from 'portico';
import { createTestClient, type TestClient } from 'portico/testing';

let ended: string[] = [];
beforeEach(() => void (ended = []));

class Connection {
  constructor(readonly name: string) {}
  [Symbol.asyncDispose]() {
    ended.push(this.name);
    return Promise.resolve();
  }
}

const options = { name: 'test', version: '1.0.0', jobs: { url: 'memory:' } } as const;

function moduleOf(...providers: Provider[]) {
  @Module({ providers })
  class AppModule {}
  return AppModule;
}

describe('what a request-scoped factory returns', () => {
  @Injectable()
  class Tools {
    constructor(readonly connection: Connection) {}
    @Tool() name() {
      return this.connection.name;
    }
  }
  const callOnce = async (provider: Provider): Promise<void> => {
    const client: TestClient = await createTestClient(moduleOf(Tools, provider));
    await client.callTool('name');
    await client.close();
  };

  test('may be shared, and is left alone', async () => {
    const shared = new Connection('shared');
    await callOnce({ provide: Connection, scope: 'request', useFactory: () => shared });
    expect(ended).toEqual([]);
  });

  test('is disposed where the provider says so', async () => {
    const useFactory = () => new Connection('own');
    await callOnce({ provide: Connection, scope: 'request', useFactory, dispose: true });
    expect(ended).toEqual(['own']);
  });

  test('unlike an instance of a class, which is always disposed', async () => {
    @Injectable({ scope: 'request' })
    class Own extends Connection {
      constructor() {
        super('class');
      }
    }
    await callOnce({ provide: Connection, useClass: Own });
    expect(ended).toEqual(['class']);
  });
});

describe('a transient', () => {
  @Injectable({ scope: 'transient' })
  class Plain {}
  @Injectable({ scope: 'transient' })
  class Hopeful {
    onModuleInit() {}
    [Symbol.dispose]() {}
  }

  test('that hopes for hooks keeps the application from starting', async () => {
    const useFactory = () => new Connection('t');
    const module = moduleOf(
      Plain,
      Hopeful,
      { provide: 'made', scope: 'transient', useFactory, dispose: true },
      { provide: 'left', scope: 'transient', useFactory },
    );
    const error = await PorticoFactory.create(module, options).catch((reason: unknown) => reason);
    expect((error as StartupError).problems).toEqual([
      {
        code: 'PORTICO_TRANSIENT_HOOKS',
        where: 'AppModule, provider Hopeful',
        problem: expect.stringContaining('onModuleInit and [Symbol.dispose]'),
        cure: expect.stringContaining("scope: 'request'"),
      },
      expect.objectContaining({ code: 'PORTICO_TRANSIENT_HOOKS', where: "AppModule, provider 'made'" }),
    ]);
  });

  test('is asked of the application in vain, for a reason that is true', async () => {
    const app = await PorticoFactory.create(moduleOf(Plain), options);
    expect(() => app.get(Plain)).toThrow('Plain is transient: each who asks for it');
    await app.close();
  });
});

test('a second name of a singleton gives the singleton, over several names too', async () => {
  @Injectable()
  class Clock {}
  @Injectable({ scope: 'request' })
  class Visit {}
  const app = await PorticoFactory.create(
    moduleOf(
      Clock,
      Visit,
      { provide: 'clock', useExisting: Clock },
      { provide: 'watch', useExisting: 'clock' },
      { provide: 'visit', useExisting: Visit },
    ),
    options,
  );
  expect(app.get('clock')).toBe(app.get(Clock));
  expect(app.get('watch')).toBe(app.get(Clock));
  expect(() => app.get('visit')).toThrow("'visit' is request-scoped");
  await app.close();
});
