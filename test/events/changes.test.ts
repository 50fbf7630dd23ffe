import { afterEach, describe, expect, it } from '@jest/globals';
import { listenTo } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { localLines, onePerEra } from '../support/lines.js';
import type { LocalServer } from '../support/servers.js';
import { told } from '../support/told.js';
import { NewsModule } from './news.fixture.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const uri = 'news://today';
const lists = ['tools', 'resources', 'prompts'];
const listChanges = lists.map((list) => `notifications/${list}/list_changed`);

describe.each(onePerEra(localLines).filter(({ client }) => client.era === 'session'))('$name', (line) => {
  it('a change is told to every session, once, however often it happens in one moment', async () => {
    const server: LocalServer = await line.serve(NewsModule);
    open.push(server);
    const [one, two] = [await server.connect(), await server.connect()];
    await one.callTool('tell', { lists: [...lists, ...lists], uris: [uri, uri] });
    await one.callTool('tell', { lists: [] });
    await eventually(() => expect([told(one), told(two)]).toEqual([listChanges, listChanges]));
  });
});

const overHttp = localLines.filter(
  ({ client, transport }) => client.era === 'stateless' && transport === 'http',
);

describe.each(onePerEra(overHttp))('$name', (line) => {
  it('a stream hears once of what it asked for', async () => {
    const server: LocalServer = await line.serve(NewsModule);
    open.push(server);
    const client = await server.connect();
    const [all, plain] = [await listenTo(server.url!, { uris: [uri] }), await listenTo(server.url!)];
    open.push(all, plain);
    await client.callTool('tell', { lists, uris: [uri, uri, 'news://other'] });
    await eventually(() => {
      expect(all.told).toEqual(['notifications/resources/updated', ...listChanges]);
      expect(plain.told).toEqual(listChanges);
    });
  });
});
