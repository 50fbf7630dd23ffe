import type { Class } from '../common/class.js';
import type { ServerLog } from '../common/server-log.js';
import { PorticoError } from '../common/portico-error.js';
import { letUnheardPass } from '../common/unhandled-rejections.js';
import type { ApplicationContainer } from '../container/application-container.js';
import type { Disposal } from '../container/disposal.js';
import type { ContextServices } from '../context/context-services.js';
import type { BusTopics } from '../events/bus-topics.js';
import type { ChangeHub } from '../events/change-hub.js';
import type { JobsRuntime } from '../jobs/jobs-runtime.js';
import { Principal, type PrincipalData } from '../identity/principal.js';
import type { Token } from '../metadata/inject.js';
import type { Registry } from '../pipeline/registry.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import type { FetchHandler, HttpOptions, listenHttp, NodeHandler } from '../transport/http/index.js';
import type { Listening } from '../transport/listening.js';
import { connectMemory, type MemoryLine } from '../transport/memory.js';
import { listenStdio } from '../transport/stdio/listen-stdio.js';
import type { Flows } from './create-flows.js';
import type { Role } from './jobs-options.js';
import type { LiveComponents } from './live-components.js';
import { mountOnNode, mountOnWeb, type FetchHandlerOptions } from './mount.js';
import type { Readiness } from './operations/readiness.js';
import { applicationWatcher } from './operations/application-watcher.js';
import { createOperations, type ServerOperations } from './operations/create-operations.js';
import type { Metrics } from './operations/metrics.js';
import type { ListenOptions } from './options.js';
import { resolveListenOptions } from './resolve-listen-options.js';
import { closed, shutDown } from './shut-down.js';

export interface PorticoAppParts {
  readonly container: ApplicationContainer;
  readonly protocol: ProtocolServerFactory;
  readonly changes: ChangeHub;
  /** The line to other processes, where there is one. */
  readonly topics: BusTopics | undefined;
  readonly components: LiveComponents;
  readonly registry: () => Registry;
  readonly flows: Flows;
  readonly jobs: JobsRuntime;
  /** How long background work may take to end by itself, in ms. */
  readonly jobsDrain: number;
  readonly role: Role;
  readonly metrics: Metrics | undefined;
  readonly services: ContextServices;
  readonly log: ServerLog;
  readonly disposal: Disposal;
}

/** How long a line waits for the calls that run where nothing else is said, in ms. */
const DRAIN = 1_000;

interface Open {
  close(): Promise<unknown>;
  /** How long it waits for the calls that run, in ms. */
  readonly drain: number;
  /** How many sessions it has, where it has any. */
  readonly sessions?: (() => number) | undefined;
}

/** An application whose singletons exist. Made by `PorticoFactory.create`. */
export class PorticoApp {
  private readonly open = new Set<Open>();
  private closing: Promise<boolean> | undefined;
  private tellClosed!: () => void;
  private readonly closed = new Promise<void>((resolve) => (this.tellClosed = resolve));
  private readonly onSignal = (): void =>
    void this.closeAll().then(
      (isClean) => process.exit(isClean ? 0 : 1),
      () => process.exit(1),
    );

  private readonly operations: ServerOperations;
  private readonly endProcessAgain = letUnheardPass();

  constructor(private readonly parts: PorticoAppParts) {
    this.operations = createOperations(
      parts,
      () => this.closing !== undefined,
      () => this.sessions,
    );
  }

  /** Everything a client can call, read or get. */
  get registry(): Registry {
    return this.parts.registry();
  }

  /**
   * Adds the components of a class while the application runs; clients are told that their lists have changed. The class
   * is built like any other, with what the root module provides. Each process has components of its own: add them in
   * every one.
   *
   * A client learns once, when it connects, whether there are tools, resources and prompts at all; a session that knew of
   * none of a kind is not told of the first.
   *
   * @throws StartupError with everything that is wrong with it; then nothing has changed
   * @example
   * ```ts
   * await app.addComponents(HolidayTools);
   *
   * app.removeComponents(HolidayTools); // another version of the same tools, told as one change
   * await app.addComponents(BetterHolidayTools);
   * ```
   */
  async addComponents(type: Class): Promise<void> {
    await this.parts.components.add(type);
    if (this.open.size > 0) this.workBeside(); // it may have brought the first tool that runs as a task
  }

  /**
   * Takes the components of a class away; clients are told. Calls that run go on, and what was built lives until the
   * application closes.
   *
   * @returns whether the class had any
   */
  removeComponents(type: Class): boolean {
    return this.parts.components.remove(type);
  }

  /**
   * A singleton of the root module, or one that a module it imports exports.
   *
   * @throws PorticoError `PORTICO_UNKNOWN_PROVIDER`
   */
  get<T>(token: Token<T>): T {
    return this.parts.container.get(token) as T;
  }

  /**
   * Serves clients, on stdio or over HTTP, by option, flag or environment. Resolves when clients can connect.
   *
   * On stdio the application closes when the client goes, and everything but protocol that is written to stdout
   * goes to stderr. In the role `worker` nothing is served: background work is done, as by {@link work}; in the role `both`
   * that happens beside.
   *
   * @returns where clients reach the server
   * @throws PorticoError `PORTICO_LISTEN_OPTION`, `PORTICO_LISTEN` when the port or host cannot be had
   */
  async listen(options: ListenOptions = {}): Promise<Listening> {
    const { log, protocol, role, jobs } = this.parts;
    const { transport, http, signals } = resolveListenOptions(options);
    if (role === 'worker') return this.work({ signals });
    const listening =
      transport === 'http'
        ? await serveHttp(protocol, { ...http, operations: this.operations }, log)
        : await listenStdio(protocol, log);
    this.track(listening, http.drainTimeout);
    applicationWatcher()?.listening(listening.address);
    if (signals) this.closeOnSignals();
    if (transport === 'http') log.info(`listening on ${listening.address}`);
    else if (process.stdin.isTTY) log.info('listening on stdio; start with --http to serve a URL');
    listening.closed.then(() => this.close()).catch((error: unknown) => log.error('Closing failed:', error));
    if (this.worksBeside) await jobs.work();
    return listening;
  }

  /**
   * Does background work in this process, until the application is closed: jobs and tools that run as tasks, queued by
   * this process or another.
   *
   * @param options `signals`: close the application on SIGINT and SIGTERM; default: `true`
   * @throws PorticoError `PORTICO_JOBS_UNREACHABLE`, `PORTICO_JOBS_FILE`, `PORTICO_JOBS_KEY`, `PORTICO_SCHEDULE`
   * @example
   * ```ts
   * const app = await PorticoFactory.create(AppModule, { name: 'orders', version: '1.0.0' });
   * await app.work();
   * ```
   */
  async work({ signals = true }: Pick<ListenOptions, 'signals'> = {}): Promise<Listening> {
    if (signals) this.closeOnSignals();
    await this.parts.jobs.work();
    this.parts.log.info('taking background work');
    return { address: 'worker', closed: this.closed, close: () => this.close() };
  }

  /**
   * Opens a line within this process, without any bytes in between; for tests and embedding.
   *
   * @param options `principal`: who is calling; nobody looks at credentials here. Default: nobody
   */
  connect({ principal }: { readonly principal?: PrincipalData | undefined } = {}): MemoryLine {
    const { protocol, log } = this.parts;
    const caller = principal && (protocol.auth?.principal(principal) ?? new Principal(principal));
    const line = connectMemory(protocol, caller, log);
    const forget = this.track(line);
    void line.closed.then(forget);
    this.workBeside();
    return line;
  }

  /**
   * A request handler to mount into a server of your own: `node:http`, Express, NestJS, or Fastify and Hono through
   * their raw Node requests. The route is the host's business; limits of headers and connections are its server's.
   * A body the host has parsed already is used, from the third argument or from `request.body`.
   *
   * Clients of every revision are served, with sessions. Unless you name them in `allowedHosts`, only the loopback
   * names of this machine are accepted as host.
   *
   * @example
   * ```ts
   * const mcp = app.nodeHandler({ allowedHosts: ['example.org'] });
   * express().all('/mcp', mcp);
   * fastify.all('/mcp', (request, reply) => { reply.hijack(); mcp(request.raw, reply.raw, request.body); });
   * ```
   */
  nodeHandler(options: HttpOptions = {}): NodeHandler {
    const mount = mountOnNode(this.parts.protocol, options, this.parts.log);
    this.track(mount, options.drainTimeout);
    this.workBeside();
    return mount.handle;
  }

  /**
   * A web-standard request handler, for serverless and edge-like hosts and for frameworks built on `Request`.
   *
   * The stateless revision is served in full. Clients of earlier revisions are served without sessions, because two
   * of their requests may reach two processes: each request stands for itself. Then calls, lists, reads, and what is
   * sent along with them (progress, log messages of every level) work; there is no stream for anything else, state
   * of the session is a typed error (`PORTICO_STATE_NO_SESSION`), and so is a question to the client, of which nothing
   * is known (`PORTICO_CLIENT_CAPABILITY`). In a host with one long-lived process pass `sessions: true`, and everything
   * works as it does with `listen`.
   *
   * Unless you name them in `allowedHosts`, only the loopback names are accepted as host. A `Request` does not say where it
   * comes from: what counts callers by their address needs it as the second argument.
   *
   * @example
   * ```ts
   * const mcp = app.fetchHandler({ allowedHosts: ['example.org'] });
   * new Hono().all('/mcp', (c) => mcp(c.req.raw));
   * ```
   */
  fetchHandler(options: FetchHandlerOptions = {}): FetchHandler {
    const mount = mountOnWeb(this.parts.protocol, options, this.parts.log);
    this.track(mount, options.drainTimeout);
    this.workBeside();
    return mount.handle;
  }

  /**
   * Whether new work should come here, and which of the parts it stands on stand in the way: for health checks of a host
   * of your own. `app.listen` answers them at `/healthz` and `/readyz`.
   */
  readiness(): Promise<Readiness> {
    return this.operations.readiness();
  }

  /**
   * What the option `metrics` counts, in the text format of Prometheus: for a host of your own. `app.listen` answers at
   * `/metrics`.
   *
   * @throws PorticoError `PORTICO_NO_METRICS` where they are not switched on
   */
  async metrics(): Promise<{ readonly type: string; readonly text: string }> {
    if (this.operations.metrics) return this.operations.metrics();
    throw new PorticoError(
      'PORTICO_NO_METRICS',
      'app.metrics: nothing is counted. Create the application with metrics: true, or set PORTICO_METRICS=true.',
    );
  }

  /**
   * Stops listening, then runs `onShutdown` hooks, last created first. Calling it again waits for the same end. What
   * cannot be closed, or not in time, is logged, and the rest is closed all the same.
   */
  async close(): Promise<void> {
    await this.closeAll();
  }

  private closeAll(): Promise<boolean> {
    return (this.closing ??= this.closeOnce());
  }

  /** @returns whether everything closed */
  private async closeOnce(): Promise<boolean> {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, this.onSignal);
    const { disposal, log } = this.parts;
    try {
      const open = [...this.open];
      this.open.clear();
      const lines = open.map((line) => {
        const ms = disposal.timeout + line.drain;
        return closed('What clients are connected to', () => line.close(), ms, log);
      });
      const areClosed = await Promise.all(lines);
      return (await shutDown(this.parts)) && areClosed.every(Boolean);
    } finally {
      setImmediate(this.endProcessAgain); // what was stopped last is rejected before
      this.tellClosed();
    }
  }

  private get sessions(): number {
    return [...this.open].reduce((sum, line) => sum + (line.sessions?.() ?? 0), 0);
  }

  /** Whether background work is done beside serving. */
  private get worksBeside(): boolean {
    const { role, jobs, registry } = this.parts;
    return role === 'both' && (jobs.hasJobs || registry().hasTasks);
  }

  /** Where serving begins at once, work begins as soon as it can. */
  private workBeside(): void {
    const { jobs, log } = this.parts;
    if (this.worksBeside)
      jobs.work().catch((error: unknown) => log.error('Background work cannot be done:', error));
  }

  /** @returns how to forget it, where it ends before the application does */
  private track(line: Pick<Open, 'close' | 'sessions'>, drain = DRAIN): () => void {
    const open = { close: () => line.close(), drain, sessions: line.sessions };
    this.open.add(open);
    return () => void this.open.delete(open);
  }

  private closeOnSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.off(signal, this.onSignal);
      process.once(signal, this.onSignal);
    }
  }
}

/** The HTTP transport is loaded when it is needed: a server on stdio starts without it. */
const serveHttp: typeof listenHttp = async (...args) =>
  (await import('../transport/http/index.js')).listenHttp(...args);
