import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { PorticoFactory, type PorticoApp } from 'portico';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { roundRobin, type RoundRobin } from '../support/round-robin.js';
import { sessionClients, type DeskClient, type DeskClientKind } from './desk-client.js';
import { DeskModule } from './desk.fixture.js';

/** Where two applications keep what they share. */
export interface SharedPlaces {
  readonly state: string;
  readonly events: string;
}

/** What holds for sessions of two applications behind a proxy that gives each request to the next of them. */
export function describeSharedSessions(name: string, places: () => SharedPlaces): void {
  describe.each(sessionClients)(`sessions shared by ${name}, with the client of %s`, (_, connect) => {
    let apps: PorticoApp[];
    let urls: string[];
    let proxy: RoundRobin;
    let logs: RecordedLog[];
    const clients: DeskClient[] = [];

    beforeEach(async () => {
      const { state, events } = places();
      logs = [new RecordedLog(), new RecordedLog()];
      const namespace = `desk ${randomUUID()}`;
      apps = await Promise.all(
        logs.map((log) =>
          PorticoFactory.create(DeskModule, {
            name: namespace,
            version: '1.0.0',
            log,
            state: { store: state },
            events: { url: events },
            sessionVisibility: true,
          }),
        ),
      );
      urls = [];
      for (const app of apps)
        urls.push((await app.listen({ transport: 'http', port: 0, signals: false })).address);
      proxy = await roundRobin(urls);
    });
    afterEach(async () => {
      await Promise.all(clients.splice(0).map((client) => client.close()));
      await proxy.close();
      await Promise.all(apps.map((app) => app.close()));
    });
    const open = async (kind: DeskClientKind = connect, client = 'ann'): Promise<DeskClient> => {
      const opened = await kind(proxy.url, client);
      clients.push(opened);
      return opened;
    };

    test('every process knows the session, its client and its state', async () => {
      const client = await open();
      const seen = [];
      for (let i = 0; i < 4; i++) seen.push(await client.call('session'));
      expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
      expect(seen).toEqual(seen.map(() => ({ id: expect.any(String), client: 'ann', can: ['elicitation'] })));
      await client.call('put', { key: 'cart', value: [1] });
      expect([
        await client.call('look', { key: 'cart' }),
        await client.call('look', { key: 'cart' }),
      ]).toEqual([1, 2].map(() => expect.objectContaining({ value: [1] })));
      const counts = await Promise.all(Array.from({ length: 20 }, () => client.call('count')));
      expect(counts.map(({ count }) => count as number).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_value, i) => i + 1),
      );
      expect(Math.min(...proxy.served)).toBeGreaterThan(5);
    });

    test('another client has another session', async () => {
      const [ann, bob] = [await open(), await open(connect, 'bob')];
      await ann.call('put', { key: 'secret', value: 'of ann' });
      for (let i = 0; i < 2; i++)
        expect(await bob.call('look', { key: 'secret' })).toMatchObject({ value: null });
    });

    test('a question of one process is answered through another', async () => {
      const [ann, bob] = [await open(), await open(connect, 'bob')];
      const asked = [ann, bob, ann, bob, ann, bob].map((client) => client.call('ask'));
      const answers = (await Promise.all(asked)).map(({ answer }) => answer);
      expect(answers).toEqual(['ann', 'bob', 'ann', 'bob', 'ann', 'bob']);
    });

    test('a call of one process is cancelled through another', async () => {
      const client = await open();
      const stop = new AbortController();
      proxy.only(0);
      const waiting = client.call('wait', {}, { signal: stop.signal });
      await eventually(async () =>
        expect((await client.call('seen', { key: 'waits' })).value).not.toBeNull(),
      );
      proxy.only(1);
      stop.abort();
      await expect(waiting).rejects.toThrow();
      await eventually(async () =>
        expect((await client.call('seen', { key: 'was cancelled' })).value).toBe(true),
      );
    });

    test('the level of log messages holds in every process', async () => {
      const client = await open();
      await client.setLevel('error');
      // The other process hears of it a moment later.
      await eventually(async () => {
        client.told.length = 0;
        for (let i = 0; i < 4; i++) await client.call('log', { level: 'info' });
        expect(client.told).toEqual([]);
      });
      for (let i = 0; i < 4; i++) await client.call('log', { level: 'error' });
      await eventually(() => expect(client.told).toEqual(['log', 'log', 'log', 'log']));
    });

    test('what is subscribed to in one process is told by the one that the client listens to, once', async () => {
      const [ann, bob] = [await open(), await open(connect, 'bob')];
      for (const uri of ['desk://a', 'desk://b', 'desk://c']) await ann.subscribe(uri);
      await bob.subscribe('desk://other');
      for (const uri of ['desk://a', 'desk://b', 'desk://c', 'desk://other'])
        await bob.call('publish', { uris: [uri] });
      await eventually(() => {
        expect([...ann.told].sort()).toEqual(['desk://a', 'desk://b', 'desk://c']);
        expect(bob.told).toEqual(['desk://other']);
      });
      await ann.call('publish', { uris: ['desk://a'] });
      await eventually(() => expect(ann.told.filter((uri) => uri === 'desk://a')).toHaveLength(2));
      expect(bob.told).toEqual(['desk://other']);
    });

    test('what is hidden in one process is hidden in all, and the client is told', async () => {
      const [ann, bob] = [await open(), await open(connect, 'bob')];
      await ann.call('hide', { names: ['extra'] });
      for (let i = 0; i < 2; i++) {
        expect(await ann.tools()).not.toContain('extra');
        expect(await bob.tools()).toContain('extra');
      }
      await eventually(() => expect(ann.told).toEqual(['tools']));
      await ann.call('show');
      for (let i = 0; i < 2; i++) expect(await ann.tools()).toContain('extra');
      await eventually(() => expect(ann.told).toEqual(['tools', 'tools']));
      expect(bob.told).toEqual([]);
    });

    test('a session that was ended in one process is over in all', async () => {
      const client = await open();
      for (let i = 0; i < 2; i++) await client.call('where');
      const id = client.sessionId()!;
      proxy.only(0);
      await client.end();
      const statusAt = async (url: string): Promise<number> => {
        const answer = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
            'mcp-session-id': id,
          },
          body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
        });
        await answer.text();
        return answer.status;
      };
      // The other process may hear of it a moment later.
      for (const url of urls) await eventually(async () => expect(await statusAt(url)).toBe(404));
    });

    test('a process that closes leaves its sessions to the others', async () => {
      const client = await open();
      await client.call('put', { key: 'cart', value: 'full' });
      await client.subscribe('desk://a');
      for (let i = 0; i < 2; i++) await client.call('where');
      await apps[0]!.close();
      for (let i = 0; i < 3; i++)
        expect(await client.call('look', { key: 'cart' })).toMatchObject({ value: 'full' });
      await eventually(async () => {
        await client.call('publish', { uris: ['desk://a'] });
        expect(client.told).toContain('desk://a');
      }, 15_000);
    });
  });
}
