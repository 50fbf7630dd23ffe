import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Injectable, Module, PorticoFactory, Tool, type PorticoApp, type PorticoOptions } from 'portico';
import { RecordedLog } from '../support/recorded-log.js';

const events: string[] = [];
beforeEach(() => void events.splice(0));

class Hooked {
  readonly name = this.constructor.name;
  constructor() {
    events.push(`new ${this.name}`);
  }
  async onModuleInit() {
    await setTimeout(2);
    events.push(`init ${this.name}`);
  }
  async onShutdown(): Promise<void> {
    await setTimeout(2);
    events.push(`end ${this.name}`);
  }
}

@Injectable()
class Database extends Hooked {}

@Injectable()
class Repository extends Hooked {
  constructor(readonly database: Database) {
    super();
  }
}

@Injectable()
class Orders extends Hooked {
  constructor(readonly repository: Repository) {
    super();
  }
  @Tool() list() {
    return 'orders';
  }
}

const log = new RecordedLog();
beforeEach(() => void log.lines.splice(0));

const create = (module: new () => object, options: Partial<PorticoOptions> = {}): Promise<PorticoApp> =>
  PorticoFactory.create(module, { name: 'test', version: '1.0.0', log, ...options });

describe('starting', () => {
  test('makes and initialises dependencies first, each when its own are ready', async () => {
    @Module({ providers: [Orders, Repository, Database] })
    class AppModule {}
    const app = await create(AppModule);
    expect(events).toEqual([
      ...['new Database', 'init Database', 'new Repository', 'init Repository', 'new Orders', 'init Orders'],
    ]);
    await app.close();
  });

  test('initialises imported modules first', async () => {
    @Injectable()
    class First extends Hooked {}
    @Module({ providers: [First] })
    class ImportedModule {}
    @Module({ imports: [ImportedModule], providers: [Database] })
    class AppModule {}
    await (await create(AppModule)).close();
    expect(events.slice(0, 4)).toEqual(['new First', 'init First', 'new Database', 'init Database']);
  });

  test('awaits async factories before whoever needs them is made', async () => {
    @Injectable()
    class Reader {
      constructor(readonly database: Database) {
        events.push(`reader of ${this.database.name}`);
      }
    }
    const useFactory = async () => {
      await setTimeout(10);
      events.push('factory');
      return new Database();
    };
    @Module({ providers: [Reader, { provide: Database, useFactory }] })
    class AppModule {}
    const app = await create(AppModule);
    expect(events).toEqual(['factory', 'new Database', 'init Database', 'reader of Database']);
    expect(app.get(Reader).database).toBe(app.get(Database));
    await app.close();
    expect(events.at(-1)).toBe('end Database');
  });

  test('initialises and ends once what has two names, and never a value that was handed in', async () => {
    const value = new Repository(new Database());
    @Module({
      providers: [
        Database,
        { provide: 'alias', useExisting: Database },
        { provide: 'value', useValue: value },
        { provide: 'same', inject: [Database], useFactory: (database: Database) => database },
      ],
    })
    class AppModule {}
    events.splice(0);
    const app = await create(AppModule);
    await app.close();
    expect(events).toEqual(['new Database', 'init Database', 'end Database']);
  });

  test('that fails ends what was made, and passes the error on', async () => {
    @Injectable()
    class Broken {
      constructor(readonly database: Database) {}
      async onModuleInit() {
        throw new Error('no route to host');
      }
      onShutdown() {
        events.push('end Broken');
      }
    }
    @Module({ providers: [Broken, Database] })
    class AppModule {}
    await expect(create(AppModule)).rejects.toThrow('no route to host');
    expect(events).toContain('end Database');
  });
});

describe('closing', () => {
  test('ends the last made first, each awaited, once however often it is asked for', async () => {
    @Module({ providers: [Orders, Repository, Database] })
    class AppModule {}
    const app = await create(AppModule);
    events.splice(0);
    await Promise.all([app.close(), app.close()]);
    await app.close();
    expect(events).toEqual(['end Orders', 'end Repository', 'end Database']);
    expect(log.lines).toEqual([]);
  });

  test('logs a hook that throws, and ends the others', async () => {
    @Injectable()
    class Throwing extends Hooked {
      override async onShutdown() {
        throw new Error('the disk is full');
      }
    }
    @Module({ providers: [Database, Throwing, Repository] })
    class AppModule {}
    await (await create(AppModule)).close();
    expect(events.slice(-2)).toEqual(['end Repository', 'end Database']);
    expect(log.text).toMatch(/error Throwing could not be disposed: Error: the disk is full/);
  });

  test('cuts off a hook that hangs, and ends the others', async () => {
    @Injectable()
    class Hanging extends Hooked {
      override async onShutdown() {
        await new Promise(() => {});
      }
    }
    @Module({ providers: [Database, Hanging, Repository] })
    class AppModule {}
    const app = await create(AppModule, { shutdownTimeout: 100 });
    const start = Date.now();
    await app.close();
    expect(Date.now() - start).toBeLessThan(2_000);
    expect(events.slice(-2)).toEqual(['end Repository', 'end Database']);
    expect(log.text).toMatch(/error Hanging could not be disposed: .*took longer than 100 ms/);
  });

  test('disposes by the symbols of the language where there is no onShutdown', async () => {
    @Injectable()
    class Disposable {
      [Symbol.dispose]() {
        events.push('dispose');
      }
    }
    @Injectable()
    class AsyncDisposable {
      async [Symbol.asyncDispose]() {
        await setTimeout(2);
        events.push('async dispose');
      }
    }
    @Injectable()
    class Both extends AsyncDisposable {
      onShutdown() {
        events.push('onShutdown alone');
      }
    }
    @Module({ providers: [Disposable, AsyncDisposable, Both] })
    class AppModule {}
    await (await create(AppModule)).close();
    expect(events).toEqual(['onShutdown alone', 'async dispose', 'dispose']);
  });
});
