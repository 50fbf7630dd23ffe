import { afterEach, describe, expect, it } from '@jest/globals';
import { ForbiddenError, Injectable, Module, StartupError, Tool, UseGuards, type Guard } from 'portico';
import { listenTo } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { localLines, onePerEra } from '../support/lines.js';
import type { LocalServer } from '../support/servers.js';
import { told } from '../support/told.js';
import { NewsModule } from './news.fixture.js';

@Injectable()
class Clock {
  year = 2026;
}

@Module({ imports: [NewsModule], providers: [Clock] })
class RootModule {}

@Injectable()
class Closed implements Guard {
  canActivate(): boolean {
    throw new ForbiddenError('closed');
  }
}

@Injectable()
class Holidays {
  constructor(private readonly clock: Clock) {}

  @Tool('The year')
  year(): string {
    return `${this.clock.year}`;
  }

  @Tool('Closed')
  @UseGuards(Closed)
  closed(): string {
    return 'open';
  }
}

class BetterHolidays {
  @Tool('The year, better')
  year(): string {
    return 'this year';
  }
}

class Wrong {
  @Tool('Taken')
  tell(): string {
    return 'mine';
  }

  @Tool({ name: 'no name' })
  other(): string {
    return 'other';
  }
}

const open: LocalServer[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((server) => server.close()))));

describe.each(onePerEra(localLines))('$name', (line) => {
  const serve = async () => {
    const server = await line.serve(RootModule);
    open.push(server);
    return { app: server.app, server, client: await server.connect() };
  };
  const names = async ({ client }: Awaited<ReturnType<typeof serve>>) =>
    (await client.listTools()).map(({ name }) => name);

  it('a class added later is built, guarded and called like any other', async () => {
    const served = await serve();
    const { revision } = served.app.registry;
    await served.app.addComponents(Holidays);
    expect(await names(served)).toEqual(['tell', 'year', 'closed']);
    expect(served.app.registry.revision).not.toBe(revision);
    expect(await served.client.callTool('year')).toMatchObject({ content: [{ text: '2026' }] });
    expect(await served.client.callTool('closed')).toMatchObject({
      isError: true,
      content: [{ text: 'closed' }],
    });
  });

  it('a class is taken away, and may come again', async () => {
    const served = await serve();
    await served.app.addComponents(Holidays);
    expect(served.app.removeComponents(Holidays)).toBe(true);
    expect(served.app.removeComponents(Holidays)).toBe(false);
    expect(await names(served)).toEqual(['tell']);
    await served.app.addComponents(Holidays);
    expect(await names(served)).toEqual(['tell', 'year', 'closed']);
  });

  it('what is wrong with it is told, all at once, and nothing changes', async () => {
    const served = await serve();
    const error = await served.app.addComponents(Wrong).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartupError);
    expect((error as StartupError).problems.map(({ code }) => code).sort()).toEqual([
      'PORTICO_BAD_NAME',
      'PORTICO_DUPLICATE',
    ]);
    await expect(served.app.addComponents(Clock)).rejects.toThrow(/PORTICO_NOT_A_COMPONENT/);
    expect(await names(served)).toEqual(['tell']);
    await served.app.addComponents(Holidays);
    expect(await names(served)).toContain('year');
  });

  it('a new version of a class is one change', async () => {
    const { app, client, server } = await serve();
    const stream = line.client.era === 'stateless' && server.url ? await listenTo(server.url) : undefined;
    const heard = () => stream?.told ?? told(client);
    await app.addComponents(Holidays);
    const isTold = line.client.era === 'session' || stream !== undefined;
    const once = isTold ? ['notifications/tools/list_changed'] : [];
    await eventually(() => expect(heard()).toEqual(once));
    app.removeComponents(Holidays);
    await app.addComponents(BetterHolidays);
    await eventually(() => expect(heard()).toEqual([...once, ...once]));
    expect(await client.callTool('year')).toMatchObject({ content: [{ text: 'this year' }] });
    stream?.close();
  });
});
