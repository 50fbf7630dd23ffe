import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import {
  Context,
  Module,
  PorticoFactory,
  Tool,
  type EventStore,
  type HttpOptions,
  type PorticoApp,
} from 'portico';
import { bearer, named } from '../identity/bearer.js';
import { openSession, send } from '../obligations/support/raw-http.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { redisUrl } from '../support/services.js';

class WaitTools {
  @Tool('Says something, and goes on for long')
  async wait(ctx: Context) {
    await ctx.reportProgress(1);
    await pause(60_000, undefined, { signal: ctx.signal, ref: false });
  }
}

@Module({ providers: [WaitTools] })
class WaitModule {}

const apps: PorticoApp[] = [];
afterAll(async () => void (await Promise.all(apps.map((app) => app.close()))));

/** Two processes, as far as they know, that share their sessions. */
async function two(listen: HttpOptions = {}) {
  const options = {
    name: `hostile ${randomUUID()}`,
    version: '1.0.0',
    log: new RecordedLog(),
    auth: { verify: named },
    state: { store: redisUrl },
    events: { url: redisUrl },
  };
  const urls: URL[] = [];
  for (let i = 0; i < 2; i++) {
    const app = await PorticoFactory.create(WaitModule, options);
    apps.push(app);
    const { address } = await app.listen({ ...listen, transport: 'http', port: 0, signals: false });
    urls.push(new URL(address));
  }
  return urls as [URL, URL];
}

const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

it('a stranger who names a session while it is taken up elsewhere does not keep its end from being heard', async () => {
  const [a, b] = await two();
  const sessions = await Promise.all(Array.from({ length: 5 }, () => openSession(a, {}, bearer('ada'))));
  for (const { headers } of sessions) {
    const as = (who: string) => send(b, 'POST', list, { ...headers, ...bearer(who) });
    const statuses = (await Promise.all([as('ada'), as('eve'), as('eve')])).map(({ status }) => status);
    expect(statuses).toEqual([200, 404, 404]);
    expect((await send(a, 'DELETE', undefined, { ...headers, ...bearer('ada') })).status).toBe(200);
    await eventually(async () => expect((await as('ada')).status).toBe(404), 10_000);
  }
});

it('an event that cannot be is an event nobody knows', async () => {
  const [url] = await two({ resumability: { store: redisUrl } });
  const { headers } = await openSession(url, {}, bearer('ada'));
  const accept = { accept: 'text/event-stream', ...headers, ...bearer('ada') };
  for (const id of [
    `x_${'9'.repeat(40)}-0`,
    `x_0-${'9'.repeat(40)}`,
    'x_0-0',
    '_1-1',
    `x_1-${'9'.repeat(20)}`,
  ])
    expect((await send(url, 'GET', undefined, { ...accept, 'last-event-id': id })).status).toBe(400);
});

it('who comes back to a stream of another process again and again has one connection to it', async () => {
  const [a, b] = await two({ resumability: { store: redisUrl } });
  const session = await openSession(a, {}, bearer('ada'));
  const headers = { ...session.headers, ...bearer('ada') };
  const params = { name: 'wait', arguments: {}, _meta: { progressToken: 'p' } };
  const asking = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const working = await fetch(a, {
    method: 'POST',
    headers: { ...asking, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', params }),
  });
  const reader = working.body!.getReader();
  const said = Buffer.from((await reader.read()).value).toString();
  const again = { ...headers, accept: 'text/event-stream', 'last-event-id': /^id: (.+)$/m.exec(said)![1]! };
  const open = new Set<number>();
  const back = async (n: number): Promise<number> => {
    open.add(n);
    const { status } = await send(b, 'GET', undefined, again);
    open.delete(n);
    return status;
  };
  const all = [back(0)];
  for (let n = 1; n < 4; n++) {
    await pause(300); // until the one before is followed
    all.push(back(n));
  }
  await eventually(() => expect([...open]).toEqual([3]), 10_000);
  expect((await send(a, 'DELETE', undefined, headers)).status).toBe(200);
  expect(await Promise.all(all)).toEqual([200, 200, 200, 200]);
  await reader.cancel();
}, 60_000);

it('a session that has ended elsewhere is gone at once, however long its events take to be kept', async () => {
  let isSlow = false;
  const store: EventStore = {
    append: async () => {
      if (isSlow) await pause(8_000);
      return randomUUID();
    },
    streamOf: () => undefined,
    replayAfter: () => undefined,
    forget: () => undefined,
  };
  const [a, b] = await two({ resumability: { store } });
  const session = await openSession(a, {}, bearer('ada'));
  const headers = { ...session.headers, ...bearer('ada') };
  expect((await send(b, 'POST', list, headers)).status).toBe(200);
  isSlow = true;
  const params = { name: 'wait', arguments: {}, _meta: { progressToken: 'p' } };
  const waiting = send(b, 'POST', { jsonrpc: '2.0', id: 2, method: 'tools/call', params }, headers);
  await eventually(
    async () => expect((await send(b, 'POST', { ...list, id: 2 }, headers)).status).toBe(400),
    10_000,
  );
  await pause(300); // until the tool has said something
  const begun = performance.now();
  expect((await send(a, 'DELETE', undefined, headers)).status).toBe(200);
  let n = 10;
  await eventually(async () => {
    const answer = await Promise.race([
      send(b, 'POST', { ...list, id: n++ }, headers).then(({ status }) => status),
      pause(3_000, 'no answer', { ref: false }),
    ]);
    expect(answer).toBe(404);
  }, 4_000);
  expect(performance.now() - begun).toBeLessThan(7_000);
  await waiting;
}, 60_000);
