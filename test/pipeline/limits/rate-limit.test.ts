import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Module,
  PorticoFactory,
  rateLimit,
  silentLog,
  Tool,
  UseInterceptors,
  type CallInfo,
} from 'portico';
import { createTestClient } from 'portico/testing';
import { onePerEra, localLines } from '../../support/lines.js';

@Injectable()
class Tools {
  @UseInterceptors(rateLimit({ calls: 2, per: '1s' }))
  @Tool('Twice a second')
  ring(): string {
    return 'ring';
  }

  @UseInterceptors(rateLimit({ calls: 1, per: '10m', by: 'session' }))
  @Tool('Once for each session')
  greet(): string {
    return 'hello';
  }

  @UseInterceptors(rateLimit({ calls: 1, per: '10m', by: 'ip' }))
  @Tool('Once for each address')
  knock(): string {
    return 'knock';
  }

  @UseInterceptors(
    rateLimit({ calls: 1, per: '10m', by: ({ arguments: args }: CallInfo) => JSON.stringify(args) }),
  )
  @Tool({
    description: 'Once for each name',
    input: { type: 'object', properties: { name: { type: 'string' } } },
  })
  name(): string {
    return 'noted';
  }
}

@Module({ providers: [Tools] })
class AppModule {}

const LIMITED = { isError: true, content: [{ text: expect.stringContaining('Too many calls') }] };

describe.each(['session', 'stateless'] as const)('rateLimit (%s)', (era) => {
  it('refuses who called too often, says when to come back, and lets them in then', async () => {
    const client = await createTestClient(AppModule, { era });
    expect((await client.callTool('ring')).isError).toBeFalsy();
    expect((await client.callTool('ring')).isError).toBeFalsy();
    expect(await client.callTool('ring')).toMatchObject({
      isError: true,
      content: [{ text: 'Too many calls: at most 2 within 1 s. Try again in 1 s.' }],
    });
    await sleep(1_100);
    expect((await client.callTool('ring')).isError).toBeFalsy();
    await client.close();
  });

  it('counts what a function says together', async () => {
    const client = await createTestClient(AppModule, { era });
    expect((await client.callTool('name', { name: 'Ada' })).isError).toBeFalsy();
    expect((await client.callTool('name', { name: 'Bob' })).isError).toBeFalsy();
    expect(await client.callTool('name', { name: 'Ada' })).toMatchObject(LIMITED);
    await client.close();
  });

  it('counts the sessions of one server apart', async () => {
    const one = await createTestClient(AppModule, { era });
    const other = await createTestClient(one.app, { era });
    for (const client of [one, other]) expect((await client.callTool('greet')).isError).toBeFalsy();
    for (const client of [one, other]) expect(await client.callTool('greet')).toMatchObject(LIMITED);
    await other.close();
    await one.close();
  });

  it('stands around lists too, as an option of the application', async () => {
    const client = await createTestClient(AppModule, {
      era,
      interceptors: [rateLimit({ calls: 1, per: '10m', by: ({ method }) => method })],
    });
    await client.listTools();
    await expect(client.listTools()).rejects.toThrow('Too many calls: at most 1 within 600 s.');
    expect((await client.callTool('ring')).isError).toBeFalsy();
    await client.close();
  });
});

describe.each(onePerEra(localLines.filter(({ transport }) => transport === 'http')))('$name', (line) => {
  it('counts what comes from one address together', async () => {
    const server = await line.serve(AppModule);
    const [one, other] = [await server.connect(), await server.connect()];
    expect((await one.callTool('knock')).isError).toBeFalsy();
    expect(await other.callTool('knock')).toMatchObject(LIMITED);
    await server.close();
  });
});

it('counts by the address that the host of a fetch handler names, in both eras', async () => {
  const identity = { name: 'test', version: '1.0.0', log: silentLog };
  for (const revision of ['2025-11-25', '2026-07-28']) {
    const app = await PorticoFactory.create(AppModule, identity);
    const handle = app.fetchHandler();
    const meta = {
      'io.modelcontextprotocol/protocolVersion': revision,
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const params = { name: 'knock', arguments: {}, ...(revision === '2026-07-28' && { _meta: meta }) };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    const knock = async (address: string) => {
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': revision,
        ...(revision === '2026-07-28' && { 'mcp-method': 'tools/call', 'mcp-name': 'knock' }),
      };
      const request = new Request('http://localhost/mcp', { method: 'POST', headers, body });
      return (await handle(request, { address })).text();
    };
    expect(await knock('192.0.2.1')).toContain('"knock"');
    expect(await knock('192.0.2.2')).toContain('"knock"');
    expect(await knock('192.0.2.1')).toContain('Too many calls');
    await app.close();
  }
});
