import { OperatorError } from '../../common/operator-error.js';
import { PorticoError } from '../../common/portico-error.js';
import type { EventStore } from './events/event-store.js';
import type { Cluster } from '../../events/cluster.js';
import type { EventLimits } from './events/event-limits.js';
import { eventStoreOf, type OpenEventStore } from './events/open-event-store.js';
import type { SessionLimits } from './session/session-registry.js';

/** How long and how much is kept for clients that lose their connection. */
export interface ResumabilityOptions extends EventLimits {
  /** How long a client should wait before it comes back, in ms. Default: 1000. */
  readonly retry?: number;
  /**
   * Where events are kept: `memory:`, `redis://…` where a client may come back to another machine, or a store of your own,
   * whose limits are its own business. Default: in the memory of this process.
   */
  readonly store?: string | EventStore;
}

/** {@link ResumabilityOptions} with nothing left open. */
export interface ResumabilitySettings {
  readonly retry: number;
  readonly open: OpenEventStore;
}

/** Sessions of clients that open one (protocol revisions up to 2025-11-25). */
export interface SessionOptions {
  /** Sessions in all. Default: 10,000. */
  readonly max?: number;
  /** Sessions of one principal, or from one address where callers have no name. Default: no limit of its own. */
  readonly maxPerPrincipal?: number;
  /** How long an unused session is kept, in ms; one with an open request or stream is in use. Default: 30 minutes. */
  readonly idle?: number;
  /**
   * Whether every process of the application may go on with a session that another one opened. It takes a `state.store`
   * in Redis, PostgreSQL or SQLite, and `events.url`. Default: where both are given; `true` refuses to start without
   * them, `false` keeps sessions to the process that opened them.
   */
  readonly shared?: boolean;
}

/** What everything that serves HTTP can be told, whoever owns the port. */
export interface HttpOptions {
  /** Names under which clients may address the server, beside the names of this machine's loopback. */
  readonly allowedHosts?: readonly string[];
  /** Names of the sites whose pages may call the server, beside loopback. */
  readonly allowedOrigins?: readonly string[];
  /**
   * Origins whose pages may call the server in a browser and read its answers, such as `https://app.example.org`. They
   * need not be in `allowedOrigins`. Default: none, no CORS header is sent.
   */
  readonly cors?: readonly string[];
  /** Largest body of a request, in bytes. Default: 4 MiB. */
  readonly maxBodySize?: number;
  /**
   * Sessions of clients that open one (protocol revisions up to 2025-11-25). `false`: no client gets one, each request
   * stands for itself, and any process may answer it; what needs a session is a typed error then, as in `app.fetchHandler`.
   */
  readonly sessions?: SessionOptions | false;
  /**
   * Streams of changes that one principal, or one address where callers have no name, may have open (revision 2026-07-28). A
   * session has one, so that there `sessions.maxPerPrincipal` is the limit. Default: 1,000.
   */
  readonly maxListenStreams?: number;
  /**
   * Keep what is sent on event streams, so that a client of a session that loses its connection can fetch what it
   * missed. Costs memory, within the given bounds. Default: `false`.
   */
  readonly resumability?: boolean | ResumabilityOptions;
  /** How often a comment is sent on a silent stream, in ms; 0 for never. Default: 15,000. */
  readonly keepAlive?: number;
  /** How long closing waits for the requests that are being worked on, in ms. Default: 1000. */
  readonly drainTimeout?: number;
}

/** What Node's own server is told. Each limit keeps a slow or hostile client from holding on to a connection. */
export interface ServerLimits {
  /** Size of all headers of a request, in bytes. Default: 16 KiB. */
  readonly maxHeaderSize?: number;
  /** How long a client may take to send its headers, in ms. Default: 15,000. */
  readonly headersTimeout?: number;
  /** How long a client may take to send a request with its body, in ms. Default: 60,000. */
  readonly requestTimeout?: number;
  /** How long a connection is kept open between two requests, in ms. Default: 65,000, a little more than most proxies. */
  readonly keepAliveTimeout?: number;
}

/** {@link HttpOptions} with nothing left open. */
export interface EndpointOptions {
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly cors: readonly string[];
  readonly maxBodySize: number;
  readonly maxListenStreams: number;
  readonly hasSessions: boolean;
  readonly sessions: SessionLimits & { readonly shared?: boolean };
  readonly resumability: ResumabilitySettings | undefined;
  readonly keepAlive: number;
  readonly drainTimeout: number;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** @throws PorticoError `PORTICO_LISTEN_OPTION` for a value that cannot be used */
export function endpointOptions(options: HttpOptions): EndpointOptions {
  const { allowedHosts = [], allowedOrigins = [] } = options;
  const sessions = options.sessions || {};
  return {
    allowedHosts: [...LOOPBACK, ...allowedHosts],
    allowedOrigins: [...LOOPBACK, ...allowedOrigins],
    cors: corsOrigins(options.cors ?? []),
    maxBodySize: positive('maxBodySize', options.maxBodySize ?? 4 * 2 ** 20),
    maxListenStreams: positive('maxListenStreams', options.maxListenStreams ?? 1_000),
    hasSessions: options.sessions !== false,
    sessions: {
      max: positive('sessions.max', sessions.max ?? 10_000),
      idle: positive('sessions.idle', sessions.idle ?? 30 * 60_000),
      ...(sessions.shared !== undefined && { shared: sessions.shared }),
      ...(sessions.maxPerPrincipal !== undefined && {
        maxPerPrincipal: positive('sessions.maxPerPrincipal', sessions.maxPerPrincipal),
      }),
    },
    resumability: resumability(options.resumability ?? false),
    keepAlive: time('keepAlive', options.keepAlive ?? 15_000),
    drainTimeout: time('drainTimeout', options.drainTimeout ?? 1_000),
  };
}

/**
 * What processes share sessions by; `undefined` where each has its own.
 *
 * @throws PorticoError `PORTICO_LISTEN_OPTION` where they were to share them and cannot
 */
export function clusterFor(
  { sessions: { shared } }: EndpointOptions,
  cluster: Cluster | undefined,
): Cluster | undefined {
  if (shared !== true || cluster) return shared === false ? undefined : cluster;
  throw new OperatorError(
    'PORTICO_LISTEN_OPTION',
    'The option sessions.shared is true, but processes have nothing to share sessions by. Give state.store (redis://…, postgres://… or sqlite:…) and events.url (redis://… or postgres://…).',
  );
}

/** @throws PorticoError `PORTICO_LISTEN_OPTION` for a value that cannot be used */
export function serverLimits(options: ServerLimits): Required<ServerLimits> {
  return {
    maxHeaderSize: positive('maxHeaderSize', options.maxHeaderSize ?? 16 * 2 ** 10),
    headersTimeout: positive('headersTimeout', options.headersTimeout ?? 15_000),
    requestTimeout: positive('requestTimeout', options.requestTimeout ?? 60_000),
    keepAliveTimeout: positive('keepAliveTimeout', options.keepAliveTimeout ?? 65_000),
  };
}

/** An origin that is written otherwise than browsers do would never match. */
function corsOrigins(origins: readonly string[]): readonly string[] {
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new OperatorError(
        'PORTICO_LISTEN_OPTION',
        `The option cors names '${origin}'. Use origins as browsers send them, such as 'https://app.example.org' or 'http://localhost:5173'; there is none for all.`,
      );
  return origins;
}

function resumability(option: boolean | ResumabilityOptions): ResumabilitySettings | undefined {
  if (option === false) return undefined;
  const { retry = 1_000, store = 'memory:', ...limits } = option === true ? {} : option;
  for (const [name, value] of Object.entries(limits)) positive(`resumability.${name}`, value);
  return { retry: positive('resumability.retry', retry), open: eventStoreOf(store, limits) };
}

function positive(name: string, value: number): number {
  if (value > 0) return value;
  throw unusable(name, value, 'a positive number');
}

function notNegative(name: string, value: number): number {
  if (value >= 0) return value;
  throw unusable(name, value, 'a positive number, or 0 for none');
}

/** Node takes what is longer for no time at all. */
const LONGEST_TIMER = 2 ** 31 - 1;

function time(name: string, value: number): number {
  return Math.min(notNegative(name, value), LONGEST_TIMER);
}

function unusable(name: string, value: number, cure: string): PorticoError {
  return new OperatorError('PORTICO_LISTEN_OPTION', `The option ${name} is ${value}. Use ${cure}.`);
}
