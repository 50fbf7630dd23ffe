import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { NewsModule } from '../events/news.fixture.js';
import { sdkV1, type LineClient } from '../support/clients.js';
import { listenTo } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { startProcess } from '../support/server-process.js';
import { serveHttp } from '../support/servers.js';
import { postgresUrl, redisUrl } from '../support/services.js';
import { told } from '../support/told.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** An application in this process, and where it listens. */
async function here(url: string, namespace: string): Promise<URL> {
  const server = await serveHttp(sdkV1, NewsModule, { events: { url, namespace } });
  open.push(server);
  return server.url!;
}

/** The same in a process of its own. */
async function elsewhere(url: string, namespace: string): Promise<URL> {
  const listen = { transport: 'http', port: 0 } as const;
  const child = startProcess(NewsModule, { events: { url, namespace } }, listen);
  open.push({ close: () => child.kill('SIGKILL') });
  return eventually(() => {
    const address = /listening on (\S+)/.exec(child.stderr())?.[1];
    if (address === undefined) throw new Error(`It does not listen yet: ${child.stderr()}`);
    return new URL(address);
  }, 15_000);
}

async function connect(url: URL): Promise<LineClient> {
  const client = await sdkV1.connect(sdkV1.http(url));
  open.push(client);
  return client;
}

const buses = [
  ['Redis', redisUrl],
  ['PostgreSQL', postgresUrl],
] as const;

const places = [
  ['in one process', here],
  ['in two processes', elsewhere],
] as const;

describe.each(buses)('%s', (_, bus) => {
  it.each(places)('a change reaches the clients of two applications once, %s', async (_where, start) => {
    const namespace = randomUUID();
    const [one, two] = await Promise.all([start(bus, namespace), start(bus, namespace)]);
    const [near, far] = [await connect(one), await connect(two)];
    const stream = await listenTo(two, { uris: ['news://today'] });
    open.push(stream);
    await near.callTool('tell', { lists: ['tools', 'prompts'], uris: ['news://today'] });
    const lists = ['notifications/tools/list_changed', 'notifications/prompts/list_changed'];
    await eventually(() => {
      expect([...stream.told].sort()).toEqual([...lists, 'notifications/resources/updated'].sort());
      expect([...told(far)].sort()).toEqual([...lists].sort());
      expect(told(near)).toEqual(lists);
    });
    await setTimeout(100);
    expect([told(near).length, told(far).length, stream.told.length]).toEqual([2, 2, 3]);
  });

  it('another application hears nothing', async () => {
    const [one, two] = [await here(bus, randomUUID()), await here(bus, randomUUID())];
    const [near, far] = [await connect(one), await connect(two)];
    await near.callTool('tell', { lists: ['tools'] });
    await eventually(() => expect(told(near)).toHaveLength(1));
    await setTimeout(100);
    expect(told(far)).toEqual([]);
  });
});
