import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PorticoError } from '../common/portico-error.js';
import type { ServerLog } from '../common/server-log.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import { HttpEndpoint, type EndpointOptions } from './http-endpoint.js';
import type { Listening } from './listening.js';

export interface HttpListenOptions extends EndpointOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/**
 * Serves any number of clients over Streamable HTTP.
 *
 * @throws PorticoError `PORTICO_LISTEN` when the host or the port cannot be had
 */
export async function listenHttp(
  factory: ProtocolServerFactory,
  options: HttpListenOptions,
  log: ServerLog,
): Promise<Listening> {
  const endpoint = new HttpEndpoint(factory, options, log);
  const server = createServer((request, response) => void endpoint.handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  }).catch(async (error: NodeJS.ErrnoException) => {
    await endpoint.close();
    throw cannotListen(options, error);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    address: `http://${host}:${port}${options.path}`,
    closed: new Promise(() => {}),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await endpoint.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function cannotListen({ host, port }: HttpListenOptions, cause: NodeJS.ErrnoException): PorticoError {
  const reason = cause.code === 'EADDRINUSE' ? 'another program listens there' : cause.message;
  return new PorticoError(
    'PORTICO_LISTEN',
    `The server cannot listen on ${host}:${port}: ${reason}. Choose another port by --port, PORTICO_PORT or the option port (0 takes a free one), or another host.`,
    { cause },
  );
}
