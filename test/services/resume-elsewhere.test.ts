import { afterEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { PorticoFactory } from 'portico';
import { sessionClients } from '../cluster/desk-client.js';
import { DeskModule } from '../cluster/desk.fixture.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { roundRobin, type RoundRobin } from '../support/round-robin.js';
import { startProcess } from '../support/server-process.js';
import { postgresUrl, redisUrl } from '../support/services.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const resumability = { store: redisUrl, retry: 50 };
const optionsOf = (namespace: string, store: string) => ({
  name: namespace,
  version: '1.0.0',
  state: { store },
  events: { url: store },
});

async function here(namespace: string, store: string): Promise<string> {
  const app = await PorticoFactory.create(DeskModule, {
    ...optionsOf(namespace, store),
    log: new RecordedLog(),
  });
  open.push(app);
  return (await app.listen({ transport: 'http', port: 0, signals: false, resumability })).address;
}

async function elsewhere(namespace: string, store: string) {
  const child = startProcess(DeskModule, optionsOf(namespace, store), {
    transport: 'http',
    port: 0,
    resumability,
  });
  open.push({ close: () => child.kill('SIGKILL') });
  const address = await eventually(() => {
    const found = /listening on (\S+)/.exec(child.stderr())?.[1];
    if (found === undefined) throw new Error(`It does not listen yet: ${child.stderr()}`);
    return found;
  }, 30_000);
  return { address, kill: () => child.kill('SIGKILL') };
}

async function behindProxy(targets: string[]): Promise<RoundRobin> {
  const proxy = await roundRobin(targets);
  open.push(proxy);
  return proxy;
}

describe.each(sessionClients)('the client of %s', (_, connect) => {
  test.each([
    ['Redis', redisUrl],
    ['PostgreSQL', postgresUrl],
  ])(
    'gets from another process the rest of an answer whose connection broke, with sessions in %s',
    async (_name, store) => {
      const namespace = `desk ${randomUUID()}`;
      const proxy = await behindProxy([await here(namespace, store), await here(namespace, store)]);
      const client = await connect(proxy.url, 'ann');
      open.push(client);
      const steps: number[] = [];
      proxy.only(0);
      const work = client.call('work', { steps: 20, pace: 50 }, { onProgress: (step) => steps.push(step) });
      await eventually(() => expect(steps.length).toBeGreaterThan(3));
      proxy.only(1);
      proxy.cut();
      expect(await work).toMatchObject({ steps: 20 });
      expect(steps).toEqual(Array.from({ length: 20 }, (_step, i) => i + 1));
    },
  );

  test('hears from another process what changed while it was away, once', async () => {
    const namespace = `desk ${randomUUID()}`;
    const proxy = await behindProxy([await here(namespace, redisUrl), await here(namespace, redisUrl)]);
    const [ann, bob] = [await connect(proxy.url, 'ann'), await connect(proxy.url, 'bob')];
    open.push(ann, bob);
    for (const name of ['a', 'b']) await ann.subscribe(`desk://${name}`);
    // What was heard has an id, by which the client comes back.
    await bob.call('publish', { uris: ['desk://a'] });
    await eventually(() => expect(ann.told).toEqual(['desk://a']));
    const [side] = proxy.streams();
    proxy.only(1 - side!);
    proxy.cut();
    await bob.call('publish', { uris: ['desk://b'] });
    await eventually(() => expect(ann.told).toEqual(['desk://a', 'desk://b']));
    await bob.call('publish', { uris: ['desk://a'] });
    await eventually(() => expect(ann.told).toEqual(['desk://a', 'desk://b', 'desk://a']));
  });

  test('is told that a call will not be answered when its process was killed, and goes on with its state', async () => {
    const namespace = `desk ${randomUUID()}`;
    const doomed = await elsewhere(namespace, redisUrl);
    const proxy = await behindProxy([doomed.address, await here(namespace, redisUrl)]);
    const client = await connect(proxy.url, 'ann');
    open.push(client);
    await client.call('put', { key: 'cart', value: 'full' });
    proxy.only(0);
    let steps = 0;
    const work = client.call('work', { steps: 1_000, pace: 50 }, { onProgress: () => steps++ });
    const failed = expect(work).rejects.toThrow(/process that worked on this request is gone/);
    await eventually(() => expect(steps).toBeGreaterThan(2));
    proxy.only(1);
    doomed.kill();
    await failed;
    expect(await client.call('look', { key: 'cart' })).toMatchObject({ value: 'full' });
  }, 60_000);
});
