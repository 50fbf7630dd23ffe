import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerLog } from '../common/server-log.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import { HttpEndpoint, type EndpointOptions } from './http-endpoint.js';
import type { Listening } from './listening.js';

export interface HttpListenOptions extends EndpointOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** Serves any number of clients over Streamable HTTP. */
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
