import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { introspection, Module, PorticoFactory, silentLog, Tool, type PorticoApp } from 'portico';
import { sendStateless } from '../obligations/support/raw-http.js';
import { bearer } from './bearer.js';

@Tool('Says hello')
class HelloTool {
  execute() {
    return 'hello';
  }
}

@Module({ providers: [HelloTool] })
class AppModule {}

/** An authorization server that takes its time, and counts who is with it. */
let [here, most, asked] = [0, 0, 0];
const login = createServer((_request, response) => {
  most = Math.max(most, ++here);
  asked++;
  setTimeout(() => {
    here--;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ active: false }));
  }, 100);
});
let app: PorticoApp;
let url: URL;

beforeAll(async () => {
  await once(login.listen(0, '127.0.0.1'), 'listening');
  const { port } = login.address() as AddressInfo;
  app = await PorticoFactory.create(AppModule, {
    name: 'crowded',
    version: '1.0.0',
    log: silentLog,
    auth: {
      verify: introspection({
        url: `http://127.0.0.1:${port}/introspect`,
        clientId: 'crowded',
        clientSecret: 'secret',
        audience: false,
        concurrency: 2,
      }),
    },
  });
  const { address } = await app.listen({ transport: 'http', port: 0, signals: false });
  url = new URL(address);
});
afterAll(async () => {
  await app.close();
  login.close();
});

it('a crowd with made-up tokens is no crowd at the authorization server: some wait, others are told to come back', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      sendStateless(url, 'tools/call', { name: 'hello', arguments: {} }, { headers: bearer(`made-up-${i}`) }),
    ),
  );
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  // Two were asked about at once, twenty waited; who came while there was no place was told so.
  expect(most).toBe(2);
  expect(count(401)).toBe(asked);
  expect(asked).toBeGreaterThanOrEqual(22);
  expect(count(503)).toBe(60 - asked);
  expect(count(503)).toBeGreaterThan(0);
  // The places are free again.
  const { status } = await sendStateless(
    url,
    'tools/call',
    { name: 'hello', arguments: {} },
    { headers: bearer('x') },
  );
  expect(status).toBe(401);
});

it('who waits for a turn in vain is told so, and takes no place from those who come later', async () => {
  let answers = false;
  const silent = createServer((_request, response) => {
    if (answers) response.setHeader('content-type', 'application/json').end('{"active":false}');
  });
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const { port } = silent.address() as AddressInfo;
  const verifier = introspection({
    url: `http://127.0.0.1:${port}/introspect`,
    clientId: 'crowded',
    clientSecret: 'secret',
    audience: false,
    concurrency: 1,
    timeout: '500ms',
  });
  const verify = async (token: string): Promise<unknown> =>
    verifier.verify({ token, headers: {}, resource: undefined });
  const tokens = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const told = await Promise.allSettled(tokens.map(verify));
  const reasons = told.map((one) => (one.status === 'rejected' ? String(one.reason) : one.value));
  // The first was not answered in time; of the others most never had a turn.
  expect(reasons.filter((reason) => String(reason).includes('none was answered within 500 ms'))).not.toEqual(
    [],
  );
  expect(told.every(({ status }) => status === 'rejected')).toBe(true);
  answers = true;
  for (const token of tokens) expect(await verify(`${token}2`)).toBeUndefined();
  silent.closeAllConnections();
  silent.close();
});
