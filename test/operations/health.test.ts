import { describe, expect, it } from '@jest/globals';
import { PorticoFactory, type FlowStore } from 'portico';
import { request } from 'node:http';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { OperatedModule } from './operated.fixture.js';

const identity = { name: 'operated', version: '1.0.0', jobs: { url: 'memory:' } };

async function serve(options: object = {}) {
  const log = new RecordedLog();
  const app = await PorticoFactory.create(OperatedModule, { ...identity, log, ...options });
  const { address } = await app.listen({ transport: 'http', port: 0, signals: false });
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(new URL(path, address), init);
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };
  return { app, address, get, log };
}

/** Fetch sets this header itself. */
function statusAs(host: string, url: URL): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('health', () => {
  it('answers whoever asks, by whatever name', async () => {
    const { app, address, get } = await serve();
    expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await get('/readyz')).toMatchObject({ status: 200 });
    expect(JSON.parse((await get('/readyz')).text)).toEqual({
      status: 'ok',
      parts: { state: 'ok', flows: 'ok', jobs: 'ok' },
    });
    expect(await statusAs('10.0.0.7:8080', new URL('/readyz', address))).toBe(200);
    expect((await get('/healthz', { method: 'POST' })).status).toBe(404);
    await app.close();
  });

  it('asks the line to other processes, where there is one', async () => {
    const { app, get } = await serve({ events: { url: 'memory:' } });
    expect(JSON.parse((await get('/readyz')).text)).toMatchObject({ parts: { events: 'ok' } });
    await app.close();
  });

  it('is not ready while a store is down or silent, and says which, but not why', async () => {
    let state: 'up' | 'down' | 'silent' = 'up';
    const flows: FlowStore = {
      claim: () => Promise.resolve({ state: 'granted' }),
      prolong: () => Promise.resolve(),
      settle: (_id, result) => Promise.resolve(result),
      release: () => Promise.resolve(),
      put: () => Promise.resolve(),
      close: () => Promise.resolve(),
      get: () => {
        if (state === 'down') return Promise.reject(new Error('no route to db-7.internal'));
        return state === 'silent' ? new Promise(() => {}) : Promise.resolve(undefined);
      },
    };
    const { app, get } = await serve({ interaction: { store: flows } });
    expect((await get('/readyz')).status).toBe(200);
    for (state of ['down', 'silent'] as const) {
      const { status, text } = await get('/readyz');
      expect(status).toBe(503);
      expect(JSON.parse(text)).toMatchObject({ parts: { flows: 'unavailable', state: 'ok' } });
      expect(text).not.toContain('db-7');
    }
    state = 'up';
    expect((await get('/readyz')).status).toBe(200);
    expect((await get('/healthz')).status).toBe(200);
    await app.close();
  });

  it('is not ready any more once it closes', async () => {
    const { app } = await serve();
    expect((await app.readiness()).isReady).toBe(true);
    const closing = app.close();
    expect(await app.readiness()).toEqual({ isReady: false, parts: { server: 'closing' } });
    await closing;
  });
});

describe('metrics', () => {
  it('are a page for Prometheus, for those who may address the server', async () => {
    const { app, address, get } = await serve({ metrics: true });
    const call = (name: string) =>
      get(address, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': 'tools/call',
          'mcp-name': name,
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: {
            name,
            arguments: {},
            _meta: {
              'io.modelcontextprotocol/protocolVersion': '2026-07-28',
              'io.modelcontextprotocol/clientCapabilities': {},
            },
          },
        }),
      });
    for (const name of ['add', 'add', 'fail', 'forbidden', 'nest', 'made-up-by-a-client']) await call(name);
    const { status, type, text } = await get('/metrics');
    expect([status, type]).toEqual([200, expect.stringContaining('text/plain')]);
    const lines = text.split('\n');
    for (const line of [
      'portico_calls_total{method="tools/call",component="add",outcome="ok",code=""} 2',
      'portico_calls_total{method="tools/call",component="fail",outcome="failed",code="internal"} 1',
      'portico_calls_total{method="tools/call",component="forbidden",outcome="refused",code="PORTICO_FORBIDDEN"} 1',
      'portico_calls_total{method="tools/call",component="nest",outcome="ok",code=""} 1',
      'portico_call_duration_seconds_count{method="tools/call",component="add"} 2',
      'portico_calls_running 0',
      'portico_questions_open 0',
      'portico_sessions 0',
      'portico_tasks_running 0',
      'portico_queue_age_seconds 0',
    ])
      expect(lines).toContain(line);
    expect(text).not.toContain('made-up');
    expect(await statusAs('evil.example.com', new URL('/metrics', address))).toBe(404);
    await app.close();
  });

  it('count open sessions', async () => {
    const { app, address, get } = await serve({ metrics: true });
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-11-25',
          capabilities: {},
          clientInfo: { name: 'raw', version: '1' },
        },
      }),
    });
    await response.text();
    await eventually(async () => expect((await get('/metrics')).text).toContain('portico_sessions 1'));
    await app.close();
  });

  it('are nowhere unless they are wanted', async () => {
    const { app, get } = await serve();
    expect((await get('/metrics')).status).toBe(404);
    await expect(app.metrics()).rejects.toMatchObject({ code: 'PORTICO_NO_METRICS' });
    await app.close();
  });

  it('PORTICO_SWITCH: a variable must say yes or no', async () => {
    process.env['PORTICO_METRICS'] = 'perhaps';
    try {
      await expect(serve()).rejects.toThrow("PORTICO_METRICS is 'perhaps'");
    } finally {
      delete process.env['PORTICO_METRICS'];
    }
  });
});
