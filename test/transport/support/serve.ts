import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartupProblems } from '../../../src/common/startup-problem.js';
import { authSettings } from '../../../src/identity/auth-settings.js';
import { ResourceServer } from '../../../src/identity/resource-server.js';
import type { Credentials } from '../../../src/identity/verifier.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { endpointOptions, serverLimits } from '../../../src/transport/http/http-options.js';
import {
  HttpEndpoint,
  listenHttp,
  nodeHandler,
  type HttpListenOptions,
  type HttpOptions,
  type ServerLimits,
} from '../../../src/transport/http/index.js';
import { fixtureServers, type FixtureServers } from './fixture-server.js';

export interface Served extends FixtureServers {
  readonly url: string;
  readonly log: RecordedLog;
  close(): Promise<void>;
}

export interface ServeOptions extends HttpOptions, ServerLimits {
  readonly legacySse?: HttpListenOptions['legacySse'];
}

const open: { close(): Promise<unknown> }[] = [];

/** Serves the fixture on a free port; `closeAll` closes it. */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const servers = fixtureServers();
  const log = new RecordedLog();
  const listening = await listenHttp(
    servers,
    {
      ...endpointOptions({ drainTimeout: 0, ...options }),
      ...serverLimits(options),
      host: '127.0.0.1',
      port: 0,
      path: '/mcp',
      legacySse: options.legacySse,
    },
    log,
  );
  const served = { ...servers, url: listening.address, log, close: () => listening.close() };
  open.push(served);
  return served;
}

/** Serves an endpoint whose callers have a name, given in a header of this test's own. */
export async function serveWithPrincipals(
  options: HttpOptions = {},
): Promise<Served & { readonly endpoint: HttpEndpoint }> {
  const log = new RecordedLog();
  const verify = ({ headers: { 'x-user': subject } }: Credentials) =>
    subject === undefined ? undefined : { subject };
  const settings = authSettings({ verify, anonymous: true }, 'fixture', new StartupProblems());
  const servers = { ...fixtureServers(), auth: new ResourceServer(settings, log) };
  const endpoint = new HttpEndpoint(servers, endpointOptions({ drainTimeout: 0, ...options }), log);
  const server = await listenOnFreePort(nodeHandler(endpoint));
  const close = async () => {
    await endpoint.close();
    server.closeAllConnections();
    server.close();
  };
  const served = { ...servers, endpoint, url: urlOf(server), log, close };
  open.push(served);
  return served;
}

/** A server of Node around a handler. */
export async function listenOnFreePort(
  handler: (request: IncomingMessage, response: never) => void,
): Promise<Server> {
  const server = createServer(handler as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export function urlOf(server: Server, path = '/mcp'): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}

/** Closes what a test has opened; for `afterEach`. */
export async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((served) => served.close()));
}
