import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OperatorError } from '../../common/operator-error.js';
import { PorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Listening } from '../listening.js';
import { HttpEndpoint } from './http-endpoint.js';
import type { EndpointOptions, ServerLimits } from './http-options.js';
import { refuse } from './json-answer.js';
import type { LegacySse, LegacySsePaths } from './legacy-sse.js';
import { nodeHandler } from './node-handler.js';
import { SafeResponse } from './safe-response.js';
import { serveOperatorPage, type Operations } from './operator-pages.js';
import type { ServerFactory } from './server-factory.js';

/** Where and how to listen, with nothing left open. */
export interface HttpListenOptions extends EndpointOptions, Required<ServerLimits> {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly path: string;
  /** Also serve the transport of revision 2024-11-05. */
  readonly legacySse?: LegacySsePaths | undefined;
  /** Answers those who run the server. */
  readonly operations?: Operations;
}

/**
 * Serves any number of clients over Streamable HTTP.
 *
 * @throws PorticoError `PORTICO_LISTEN` when the host or the port cannot be had
 */
export async function listenHttp(
  factory: ServerFactory,
  options: HttpListenOptions,
  log: ServerLog,
): Promise<Listening> {
  const endpoint = new HttpEndpoint(factory, options, log, options.hasSessions);
  const handle = nodeHandler(endpoint);
  const legacySse = options.legacySse && (await loadLegacySse(factory, endpoint, options.legacySse, log));
  const { path, operations } = options;

  const serveElsewhere = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = request.url?.split('?', 1)[0] ?? '';
    if (target === path || endpoint.describes(target)) return handle(request, response);
    if (await legacySse?.serve(target, request, response)) return;
    const mayRead = (): boolean => endpoint.guard.refusal(request) === undefined;
    if (operations && (await serveOperatorPage(operations, target, request, response, mayRead))) return;
    refuse(response, {
      status: 404,
      code: -32_600,
      message: `There is nothing here; the MCP endpoint of this server is ${path}`,
    });
  };
  const settings = { ...limits(options), ServerResponse: SafeResponse as typeof ServerResponse };
  const server = createServer(settings, (request, response) => {
    if (request.url === path) handle(request, response);
    else void serveElsewhere(request, response);
  });
  try {
    await listening(server, options);
  } catch (error) {
    await endpoint.close();
    throw cannotListen(options, error as NodeJS.ErrnoException);
  }
  return {
    address: addressOf(server, options),
    sessions: () => endpoint.registry.size,
    closed: new Promise(() => {}),
    close: async () => {
      await endpoint.close();
      await hangUp(server);
    },
  };
}

/** In ms. */
const FAREWELL = 500;

/** Closes every connection as soon as what was said last has left. Who does not take it is not waited for long. */
async function hangUp(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const sweep = setInterval(() => server.closeIdleConnections(), 10);
  const end = setTimeout(() => server.closeAllConnections(), FAREWELL);
  await closed;
  clearInterval(sweep);
  clearTimeout(end);
}

/** The older generation of the engine comes with it, so it is loaded only for those who want it. */
async function loadLegacySse(
  factory: ServerFactory,
  endpoint: HttpEndpoint,
  paths: LegacySsePaths,
  log: ServerLog,
): Promise<LegacySse> {
  const { LegacySse } = await import('./legacy-sse.js');
  return new LegacySse(factory, endpoint, paths, log);
}

function limits({ maxHeaderSize, headersTimeout, requestTimeout, keepAliveTimeout }: Required<ServerLimits>) {
  return {
    maxHeaderSize,
    headersTimeout,
    requestTimeout,
    keepAliveTimeout,
    // How exactly the limits of headers and requests are kept.
    connectionsCheckingInterval: Math.min(5_000, headersTimeout, requestTimeout),
  };
}

async function listening(server: Server, { port, host }: HttpListenOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server, { host, path }: HttpListenOptions): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}

function cannotListen({ host, port }: HttpListenOptions, cause: NodeJS.ErrnoException): PorticoError {
  const reason = cause.code === 'EADDRINUSE' ? 'another program listens there' : cause.message;
  return new OperatorError(
    'PORTICO_LISTEN',
    `The server cannot listen on ${host}:${port}: ${reason}. Choose another port by --port, PORTICO_PORT or the option port (0 takes a free one), or another host.`,
    { cause },
  );
}
