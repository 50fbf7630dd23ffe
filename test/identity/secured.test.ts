import { afterAll, expect, it } from '@jest/globals';
import { createApiKey, PorticoFactory, silentLog } from 'portico';
import { authFrom } from '../../samples/secured/src/auth.js';
import { NotesModule } from '../../samples/secured/src/notes.module.js';
import { clientKinds, sdkV1, type ClientKind, type LineClient } from '../support/clients.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createTestClient } from 'portico/testing';
import { freePort } from '../support/free-port.js';
import { OAuthServer } from './oauth-server.js';

const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

/** The sample as it is started, with a robot that has a key and a person who has a token. */
async function start() {
  const login = await OAuthServer.start('jwt');
  closing.push(() => login.close());
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}/mcp`);
  const robot = createApiKey();
  const auth = authFrom({ ISSUER: login.issuer, RESOURCE: url.href, API_KEY_HASH: robot.hash });
  const app = await PorticoFactory.create(NotesModule, {
    name: 'notes',
    version: '1.0.0',
    log: silentLog,
    auth,
  });
  closing.push(() => app.close());
  await app.listen({ transport: 'http', port, signals: false });
  const claims = { iss: login.issuer, aud: url.href, sub: 'ada', exp: Date.now() / 1000 + 60 };
  const token = (scope: string) => login.sign({ ...claims, exp: Math.floor(claims.exp), scope });
  return { url, robot, token };
}

async function connect(kind: ClientKind, url: URL, headers: Record<string, string>): Promise<LineClient> {
  const options = { requestInit: { headers } };
  const client = await kind.connect(
    kind === sdkV1 ? new FirstTransport(url, options) : new StreamableHTTPClientTransport(url, options),
  );
  closing.push(() => client.close());
  return client;
}

it.each(clientKinds)('the sample keeps the notes of each caller, by $name', async (kind) => {
  const { url, robot, token } = await start();
  const machine = await connect(kind, url, { 'x-api-key': robot.key });
  const reader = await connect(kind, url, { authorization: `Bearer ${await token('notes:read')}` });
  const writer = await connect(kind, url, { authorization: `Bearer ${await token('notes:write')}` });
  const names = async (client: LineClient) => (await client.listTools()).map(({ name }) => name);
  expect(await names(machine)).toEqual(['list', 'add', 'whoami']);
  expect(await names(reader)).toEqual(['list']);
  expect(await names(writer)).toEqual(['list', 'add']);
  expect((await writer.callTool('add', { text: 'buy milk' })).content).toEqual([
    { type: 'text', text: 'ada has 1 notes.' },
  ]);
  await machine.callTool('add', { text: 'oil the joints' });
  const notes = async (client: LineClient) => (await client.callTool('list')).structuredContent;
  expect(await notes(reader)).toEqual({ notes: ['buy milk'] });
  expect(await notes(machine)).toEqual({ notes: ['oil the joints'] });
  await expect(reader.callTool('add', { text: 'more' })).rejects.toThrow('Unknown tool: add');
});

it('a test of one’s own says who is calling', async () => {
  const principal = { subject: 'ada', scopes: ['notes:read', 'notes:write'] };
  const client = await createTestClient(NotesModule, { principal });
  closing.push(() => client.close());
  await client.callTool('add', { text: 'buy milk' });
  expect((await client.callTool('list')).structuredContent).toEqual({ notes: ['buy milk'] });
});
