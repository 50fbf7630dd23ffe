import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { Module, PorticoFactory, silentLog, type HttpOptions, type PorticoApp } from 'portico';

@Module({})
class EmptyModule {}

const folder = mkdtempSync(path.join(tmpdir(), 'portico-shared-'));
afterAll(() => rmSync(folder, { recursive: true }));

let app: PorticoApp;
afterEach(() => app.close());

const whole = { state: { store: `sqlite:${path.join(folder, 'state.db')}` }, events: { url: 'memory:' } };

describe('sessions.shared: true', () => {
  test.each([
    ['nothing', {}],
    ['a store in memory', { ...whole, state: { store: 'memory:' } }],
    ['no line to each other', { state: whole.state }],
    ['no store', { events: whole.events }],
  ])('refuses to serve where processes have %s, by whatever door', async (_what, options) => {
    app = await PorticoFactory.create(EmptyModule, {
      name: 'shared',
      version: '1.0.0',
      log: silentLog,
      ...options,
    });
    const sessions = { shared: true };
    const refused = {
      code: 'PORTICO_LISTEN_OPTION',
      message: expect.stringContaining(
        'Give state.store (redis://…, postgres://… or sqlite:…) and events.url',
      ),
    };
    await expect(app.listen({ transport: 'http', port: 0, signals: false, sessions })).rejects.toMatchObject(
      refused,
    );
    expect(() => app.nodeHandler({ sessions })).toThrow(expect.objectContaining(refused));
    expect(() => app.fetchHandler({ sessions })).toThrow(expect.objectContaining(refused));
    // Without sessions there is nothing to share.
    expect(() => app.fetchHandler()).not.toThrow();
  });

  test('serves where they have both', async () => {
    app = await PorticoFactory.create(EmptyModule, {
      name: 'shared',
      version: '1.0.0',
      log: silentLog,
      ...whole,
    });
    const { address } = await app.listen({
      transport: 'http',
      port: 0,
      signals: false,
      sessions: { shared: true },
    });
    expect((await fetch(new URL('/readyz', address))).status).toBe(200);
  });
});

describe('a place where events are kept', () => {
  test.each(['sqlite:events.db', 'postgres://localhost/events'])('cannot be %s', async (store) => {
    app = await PorticoFactory.create(EmptyModule, { name: 'shared', version: '1.0.0', log: silentLog });
    const http: HttpOptions = { resumability: { store } };
    await expect(app.listen({ ...http, transport: 'http', port: 0, signals: false })).rejects.toMatchObject({
      message: expect.stringContaining('keeps no events'),
    });
  });
});
