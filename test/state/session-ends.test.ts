import { afterAll, describe, expect, test } from '@jest/globals';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqlite } from '../../src/storage/sqlite.js';
import { sdkV1 } from '../support/clients.js';
import { eventually } from '../support/eventually.js';
import { lines, onePerEra, type Line } from '../support/lines.js';
import { AnyStateModule } from './settings.fixture.js';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-ends-'));
afterAll(() => rmSync(folder, { recursive: true }));

const app = { scope: 'app' };
let files = 0;

/** A store in a file, and the names that are kept in it. */
function newStore() {
  const file = path.join(folder, `${files++}.db`);
  const names = () => {
    const database = openSqlite(file);
    const keys = database.prepare('SELECT key FROM portico_state').all();
    database.close();
    return keys.map(({ key }) => String(key).split('/').at(-1)).sort();
  };
  return { state: { store: `sqlite:${file}` }, names };
}

const hasSession = (line: Line) => line.client.era === 'session' || line.transport !== 'http';

describe.each(onePerEra(lines).filter(hasSession))('a session of $name', (line) => {
  test('that is over leaves nothing behind, and takes nothing of others with it', async () => {
    const { state, names } = newStore();
    const server = await line.serve(AnyStateModule, { state });
    const use = async (client: Awaited<ReturnType<typeof server.connect>>, name: string, options?: object) =>
      client.callTool('use', { member: 'setState', args: [name, 1, ...(options ? [options] : [])] });
    const [one, two] = [await server.connect(), await server.connect()];
    await use(one, 'of the first');
    await use(two, 'of the second');
    await use(one, 'of all', app);
    expect(names()).toEqual(['of all', 'of the first', 'of the second']);
    await one.close();
    const ended = ['of all', 'of the second'];
    if (line.transport === 'http')
      expect(names()).toHaveLength(3); // a client that only goes may come again
    else await eventually(() => expect(names()).toEqual(ended));
    await server.close();
    await eventually(() => expect(names()).toEqual(['of all']));
  });
});

test('a session that is deleted over HTTP leaves nothing behind', async () => {
  const { state, names } = newStore();
  const line = lines.find(({ client, transport }) => client === sdkV1 && transport === 'http')!;
  const server = await line.serve(AnyStateModule, { state });
  const { url } = server as unknown as { url: URL };
  const transport = new StreamableHTTPClientTransport(url);
  const client = await sdkV1.connect(transport);
  await client.callTool('use', { member: 'setState', args: ['of the session', 1] });
  await client.callTool('use', { member: 'setState', args: ['of all', 1, app] });
  await transport.terminateSession();
  await eventually(() => expect(names()).toEqual(['of all']));
  await client.close();
  await server.close();
});
