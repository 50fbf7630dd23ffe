import { afterEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  withSdkV1,
  withSdkV2Legacy,
  withSdkV2Stateless,
  type DeskClient,
  type DeskClientKind,
} from '../cluster/desk-client.js';
import { DeskModule } from '../cluster/desk.fixture.js';
import { listenTo, type EventStream } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { roundRobin } from '../support/round-robin.js';
import { startProcess } from '../support/server-process.js';
import { redisUrl } from '../support/services.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A server process with everything its like has to share. */
async function startNode(namespace: string, key: string) {
  const options = {
    name: namespace,
    state: { store: redisUrl },
    events: { url: redisUrl },
    interaction: { store: redisUrl, keys: [key] },
    sessionVisibility: true,
  };
  const resumability = { store: redisUrl, retry: 50 };
  const child = startProcess(DeskModule, options, { transport: 'http', port: 0, resumability });
  open.push({ close: () => child.kill('SIGKILL') });
  const address = await eventually(() => {
    const found = /listening on (\S+)/.exec(child.stderr())?.[1];
    if (found === undefined) throw new Error(`It does not listen yet: ${child.stderr()}`);
    return found;
  }, 30_000);
  return { address, kill: () => child.kill('SIGKILL') };
}

/** One client with what it knows of itself; each of its steps is a request whose answer must fit to that. */
class Visitor {
  requests = 0;
  failures: string[] = [];
  published = 0;
  private count = 0;
  private attempts = 0;
  private own: unknown = null;
  private isHidden = false;

  constructor(
    readonly client: DeskClient,
    readonly hasSession: boolean,
  ) {}

  get uri(): string {
    return `desk://${this.client.name}`;
  }

  get heard(): number {
    return this.client.told.filter((what) => what === this.uri).length;
  }

  async step(i: number): Promise<void> {
    switch (i % 7) {
      case 0: {
        const { count } = await this.sure('count');
        this.attempts++;
        // A call that got no answer may have counted, once for each attempt.
        expect(count).toBeGreaterThan(this.count);
        expect(count).toBeLessThanOrEqual(this.attempts + this.failures.length);
        this.count = count as number;
        return;
      }
      case 1:
        this.own = `${this.client.name} ${i}`;
        return void (await this.sure('put', { key: 'own', value: this.own }));
      case 2:
        expect((await this.sure('look', { key: 'own' }))['value']).toBe(this.own);
        return;
      case 3:
        this.isHidden = !this.isHidden;
        return void (await (this.isHidden ? this.sure('hide', { names: ['extra'] }) : this.sure('show')));
      case 4: {
        const tools = await this.again(() => this.client.tools());
        expect(tools.includes('extra')).toBe(!this.isHidden);
        return;
      }
      case 5:
        expect((await this.sure('ask'))['answer']).toBe(this.client.name);
        return;
      default:
        await this.sure('publish', { uris: [this.uri] });
        this.published++;
    }
  }

  private sure(tool: string, args?: Record<string, unknown>): Promise<Record<string, unknown>> {
    return this.again(() => this.client.call(tool, args));
  }

  private async again<T>(request: () => Promise<T>): Promise<T> {
    for (;;) {
      this.requests++;
      try {
        return await request();
      } catch (error) {
        this.failures.push((error as Error).message);
        if (this.failures.length > 5) throw error;
        await pause(100);
      }
    }
  }
}

const kinds: readonly (readonly [DeskClientKind, hasSession: boolean])[] = [
  [withSdkV1, true],
  [withSdkV2Legacy, true],
  [withSdkV2Stateless, false],
];

test('two processes, 20 clients, 1,000 requests: one process is killed, and nobody loses or sees anything', async () => {
  const [namespace, key] = [`desk ${randomUUID()}`, `${randomUUID()}${randomUUID()}`];
  const nodes = await Promise.all([startNode(namespace, key), startNode(namespace, key)]);
  const proxy = await roundRobin(nodes.map(({ address }) => address));
  open.push(proxy);
  const visitors: Visitor[] = [];
  for (let i = 0; i < 20; i++) {
    const [connect, hasSession] = kinds[i % kinds.length]!;
    const client = await connect(proxy.url, `visitor-${i}`);
    open.push(client);
    visitors.push(new Visitor(client, hasSession));
    if (hasSession) await client.subscribe(`desk://visitor-${i}`);
  }
  const stateless = visitors.filter(({ hasSession }) => !hasSession);
  const listen = (): Promise<EventStream[]> =>
    Promise.all(stateless.map(({ uri }) => listenTo(proxy.url, { uris: [uri] })));
  const streams = await listen();
  open.push(...streams);
  const walk = (from: number, to: number) =>
    Promise.all(
      visitors.map(async (visitor) => {
        for (let i = from; i < to; i++) await visitor.step(i);
      }),
    );

  await walk(0, 25);
  expect(visitors.flatMap(({ failures }) => failures)).toEqual([]);
  await eventually(() => {
    for (const visitor of visitors.filter(({ hasSession }) => hasSession))
      expect([visitor.uri, visitor.heard]).toEqual([visitor.uri, visitor.published]);
    stateless.forEach(({ published }, i) => {
      const updates = streams[i]!.told.filter((method) => method === 'notifications/resources/updated');
      expect(updates).toHaveLength(published);
    });
  });
  expect(Math.min(...proxy.served)).toBeGreaterThan(200);

  const rest = walk(25, 50);
  await pause(150);
  nodes[0].kill();
  await rest;

  expect(visitors.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThanOrEqual(1_000);
  // Each client had one request at a time, and a stream.
  const failures = visitors.flatMap((visitor) => visitor.failures);
  expect(failures.length).toBeLessThanOrEqual(2 * visitors.length);
  for (const visitor of visitors.filter(({ hasSession }) => hasSession)) {
    const before = visitor.heard;
    await eventually(async () => {
      await visitor.client.call('publish', { uris: [visitor.uri] });
      await pause(50);
      expect(visitor.heard).toBeGreaterThan(before);
    }, 20_000);
  }
  const again = await listen();
  open.push(...again);
  for (const [i, { client, uri }] of stateless.entries()) {
    await client.call('publish', { uris: [uri] });
    await eventually(() => expect(again[i]!.told).toContain('notifications/resources/updated'));
  }
  for (const { client, uri } of visitors)
    expect(client.told.filter((what) => what.startsWith('desk://') && what !== uri)).toEqual([]);
}, 180_000);
