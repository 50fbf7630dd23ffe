import type { ServerLog } from '../common/server-log.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import { clusterFor, endpointOptions, type EndpointOptions } from '../transport/http/http-options.js';
import type {
  FetchHandler,
  HttpEndpoint,
  HttpOptions,
  NodeHandler,
  SessionOptions,
} from '../transport/http/index.js';

/** How `app.fetchHandler` serves. */
export interface FetchHandlerOptions extends Omit<HttpOptions, 'sessions'> {
  /** Sessions in the memory of this process: `true`, or their limits. Default: `false`. */
  readonly sessions?: boolean | SessionOptions;
}

/** An endpoint within someone else's server. */
export interface Mount<H> {
  readonly handle: H;
  /** How many sessions are open. */
  readonly sessions: () => number;
  close(): Promise<void>;
}

/** For hosts with Node's requests and responses. */
export function mountOnNode(
  factory: ProtocolServerFactory,
  options: HttpOptions,
  log: ServerLog,
): Mount<NodeHandler> {
  const given = endpointOptions(options);
  if (given.hasSessions) clusterFor(given, factory.cluster); // told here, not by the first request
  const mounted = mount(factory, given, given.hasSessions, log);
  const handler = mounted.then(({ http, endpoint }) => http.nodeHandler(endpoint));
  return {
    sessions: sessionsOf(mounted),
    handle: (request, response, body) =>
      void handler.then(
        (handle) => handle(request, response, body),
        () => response.writeHead(500).end(),
      ),
    close: () => closeEndpoint(mounted),
  };
}

/** For hosts with web-standard requests and responses. */
export function mountOnWeb(
  factory: ProtocolServerFactory,
  { sessions = false, ...options }: FetchHandlerOptions,
  log: ServerLog,
): Mount<FetchHandler> {
  const given = endpointOptions(typeof sessions === 'object' ? { ...options, sessions } : options);
  if (sessions !== false) clusterFor(given, factory.cluster);
  const mounted = mount(factory, given, sessions !== false, log);
  const handler = mounted.then(({ http, endpoint }) => http.fetchHandler(endpoint));
  return {
    sessions: sessionsOf(mounted),
    handle: async (request, caller) => (await handler)(request, caller),
    close: () => closeEndpoint(mounted),
  };
}

/** The HTTP transport is loaded when it is needed: a server on stdio starts without it. */
async function mount(
  factory: ProtocolServerFactory,
  options: EndpointOptions,
  hasSessions: boolean,
  log: ServerLog,
) {
  const http = await import('../transport/http/index.js');
  return { http, endpoint: new http.HttpEndpoint(factory, options, log, hasSessions) };
}

function sessionsOf(mounted: Promise<{ endpoint: HttpEndpoint }>): () => number {
  let endpoint: HttpEndpoint | undefined;
  mounted.then(
    (made) => (endpoint = made.endpoint),
    () => undefined, // whoever calls the handler is told
  );
  return () => endpoint?.registry.size ?? 0;
}

async function closeEndpoint(mounted: Promise<{ endpoint: HttpEndpoint }>): Promise<void> {
  await (await mounted).endpoint.close();
}
