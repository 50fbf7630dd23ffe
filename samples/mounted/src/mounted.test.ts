import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { NestFactory } from '@nestjs/core';
import { createTestClient } from 'portico/testing';
import { createHost } from './express/host.js';
import { HostModule } from './nest/host.module.js';
import { Stock } from './stock.js';
import { StockModule } from './stock.module.js';
import { StockTools } from './stock.tools.js';

test('takes things out of the stock', async () => {
  const client = await createTestClient(StockModule.for(new Stock()));
  assert.deepEqual(await client.call(StockTools, 'take', { article: 'chair', count: 3 }), {
    article: 'chair',
    left: 1,
  });
  const tooMany = client.call(StockTools, 'take', { article: 'chair', count: 3 });
  await assert.rejects(tooMany, /There are not 3 of "chair"/);
  await client.close();
});

for (const mode of ['legacy', { pin: '2026-07-28' }] as const) {
  const name = typeof mode === 'string' ? mode : mode.pin;

  test(`shares the stock with Express (${name})`, async () => {
    const { host, mcp } = await createHost();
    const server = host.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await sharesStock(server, mode);
    server.close();
    await mcp.close();
  });

  test(`shares the stock with NestJS (${name})`, async () => {
    const host = await NestFactory.create(HostModule, { logger: false });
    await host.listen(0, '127.0.0.1');
    await sharesStock(host.getHttpServer() as Server, mode);
    await host.close();
  });
}

/** What a tool takes is missing in the route of the host. */
async function sharesStock(server: Server, mode: 'legacy' | { pin: string }) {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
  await client.callTool({ name: 'take', arguments: { article: 'lamp', count: 2 } });
  await client.close();
  assert.deepEqual(await (await fetch(`${url}/stock`)).json(), { lamp: 10, chair: 4 });
  assert.equal((await fetch(`${url}/nothing`)).status, 404);
}
