import { afterEach, describe, expect, test } from '@jest/globals';
import { serve as serveHono } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { All, Controller, Module, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PorticoApp } from 'portico';
import { appClients } from './support/app-clients.js';
import { createApp } from './support/app.fixture.js';
import { send } from './support/raw-http.js';
import { initializeRequest } from './support/raw-session.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A host: something that serves `app` at the path `/api/mcp` of a free port. */
type Host = (app: PorticoApp) => Promise<string>;

const hosts: Record<string, Host> = {
  'node:http': async (app) => {
    const mcp = app.nodeHandler();
    return start(
      createServer((request, response) => {
        if (request.url === '/api/mcp') mcp(request, response);
        else response.writeHead(404).end();
      }),
    );
  },
  Express: async (app) => start(createServer(express().all('/api/mcp', app.nodeHandler()))),
  'Express with a body parser': async (app) => {
    const host = express();
    host.use(express.json());
    host.use('/api/mcp', app.nodeHandler());
    return start(createServer(host));
  },
  'Express with a parser that keeps text': async (app) =>
    start(
      createServer(
        express()
          .use(express.text({ type: '*/*' }))
          .all('/api/mcp', app.nodeHandler()),
      ),
    ),
  Fastify: async (app) => {
    const host = fastify({ forceCloseConnections: true });
    const mcp = app.nodeHandler();
    host.all('/api/mcp', (request, reply) => {
      reply.hijack();
      mcp(request.raw, reply.raw, request.body);
    });
    cleanUps.push(() => host.close());
    return `${await host.listen({ port: 0, host: '127.0.0.1' })}/api/mcp`;
  },
  Hono: async (app) => {
    const mcp = app.fetchHandler({ sessions: true });
    const host = new Hono().all('/api/mcp', (context) => mcp(context.req.raw));
    return startHono(host.fetch);
  },
  'Hono with Node’s own requests': async (app) => {
    const mcp = app.nodeHandler();
    const host = new Hono<{ Bindings: { incoming: IncomingMessage; outgoing: ServerResponse } }>();
    host.all('/api/mcp', ({ env }) => {
      mcp(env.incoming, env.outgoing);
      return RESPONSE_ALREADY_SENT;
    });
    return startHono(host.fetch);
  },
  NestJS: async (app) => {
    const mcp = app.nodeHandler();

    @Controller()
    class McpController {
      @All('api/mcp') serve(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
        mcp(request, response);
      }
    }
    @Module({ controllers: [McpController] })
    class HostModule {}

    const host = await NestFactory.create(HostModule, { logger: false });
    await host.listen(0, '127.0.0.1');
    cleanUps.push(() => {
      (host.getHttpServer() as Server).closeAllConnections();
      return host.close();
    });
    return urlOf(host.getHttpServer() as Server);
  },
};

const pairs = Object.keys(hosts).flatMap((host) =>
  appClients.map((client) => [host, client.name, client] as const),
);

describe('mounted into a host', () => {
  test.each(pairs)('%s serves %s', async (host, _name, kind) => {
    const { app } = await createApp();
    const url = await hosts[host]!(app);
    cleanUps.push(() => app.close());
    const client = await kind.connect(url);
    cleanUps.push(() => client.close());
    expect((await client.call('facts')).structuredContent).toEqual({
      transport: 'http',
      era: kind.era,
      hasSession: kind.era === 'session',
      agent: 'tester',
    });
    expect(await client.text('work')).toBe('worked');
    expect(client.progress).toEqual([1, 2, 3]);
    expect(await client.text('ask')).toBe('true');
  });
});

describe('a host', () => {
  test('that has read the body and does not pass it on is told so', async () => {
    const { app } = await createApp();
    cleanUps.push(() => app.close());
    const mcp = app.nodeHandler();
    const url = await start(
      createServer((request, response) => {
        request.resume().once('end', () => mcp(request, response));
      }),
    );
    const response = await send(url, { body: initializeRequest() });
    expect([response.status, response.json]).toMatchObject([
      500,
      { error: { message: expect.stringMatching(/Pass it on as req\.body/) } },
    ]);
  });

  test('is guarded like a server of our own', async () => {
    const { app } = await createApp();
    cleanUps.push(() => app.close());
    const url = await start(createServer(app.nodeHandler()));
    expect(
      (
        await send(url, {
          body: initializeRequest(),
          headers: { 'content-type': 'application/json', host: 'evil.example.com' },
        })
      ).status,
    ).toBe(403);
    expect(
      (await send(url, { body: initializeRequest(), headers: { 'content-type': 'text/plain' } })).status,
    ).toBe(415);
  });

  test('is answered 503 when the application is closed', async () => {
    const { app } = await createApp();
    const url = await start(createServer(app.nodeHandler()));
    await app.close();
    const response = await send(url, { body: initializeRequest() });
    expect([response.status, response.headers['retry-after'], response.json]).toMatchObject([
      503,
      '5',
      { error: { message: 'The server is shutting down' } },
    ]);
  });
});

async function start(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => stop(server));
  return urlOf(server);
}

async function startHono(fetch: Parameters<typeof serveHono>[0]['fetch']): Promise<string> {
  const server = serveHono({ fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await once(server, 'listening');
  cleanUps.push(() => stop(server));
  return urlOf(server);
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/mcp`;
}
