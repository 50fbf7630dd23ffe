import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import type { StreamableHTTPClientTransport as SessionHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { PorticoApp } from '../../app/portico-app.js';
import type { Era } from '../../context/exchange.js';
import type { PrincipalData } from '../../identity/principal.js';
import { namingTasks } from '../../protocol/task-client/task-name-headers.js';

/** The client's end of a line. Both generations of clients take each other's transports, and type them apart. */
export type SessionTransport = Parameters<
  import('@modelcontextprotocol/sdk/client/index.js').Client['connect']
>[0] &
  Partial<Pick<SessionHttp, 'terminateSession'>>;

export interface OpenLine {
  readonly transport: Transport;
  close(): Promise<void>;
}

/** A line within this process, without any bytes in between. */
export function openMemory(app: PorticoApp, principal: PrincipalData | undefined): OpenLine {
  const line = app.connect({ principal });
  return { transport: line.clientTransport, close: () => line.close() };
}

/**
 * Streamable HTTP over a free port of the loopback interface.
 *
 * @param token what the client sends as its credentials
 */
export async function openHttp(app: PorticoApp, era: Era, token: string | undefined): Promise<OpenLine> {
  const server = createServer(app.nodeHandler());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
  const requestInit = token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } };
  return { transport: await httpTransport(url, era, requestInit), close: () => closed(server) };
}

/** What a client over HTTP proves who it is by. */
export function testToken(): string {
  return randomBytes(32).toString('base64url');
}

async function httpTransport(url: URL, era: Era, requestInit: RequestInit): Promise<Transport> {
  if (era === 'stateless')
    return new StreamableHTTPClientTransport(url, { requestInit, fetch: namingTasks(fetch) });
  const { StreamableHTTPClientTransport: First } =
    await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  return new First(url, { requestInit });
}

async function closed(server: Server): Promise<void> {
  const end = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await end;
}
