import type { ServerLog } from '../common/server-log.js';
import type { ApplicationContainer } from '../container/application-container.js';
import type { Disposal } from '../container/disposal.js';
import type { Token } from '../metadata/inject.js';
import type { Registry } from '../pipeline/registry.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import type { listenHttp } from '../transport/http.js';
import type { Listening } from '../transport/listening.js';
import { connectMemory, type MemoryLine } from '../transport/memory.js';
import { listenStdio } from '../transport/stdio.js';
import type { Flows } from './create-flows.js';
import type { ListenOptions } from './options.js';
import { resolveListenOptions } from './resolve-listen-options.js';

export interface PorticoAppParts {
  readonly container: ApplicationContainer;
  readonly protocol: ProtocolServerFactory;
  readonly registry: () => Registry;
  readonly flows: Flows;
  readonly log: ServerLog;
  readonly disposal: Disposal;
}

/** An application whose singletons exist. Made by `PorticoFactory.create`. */
export class PorticoApp {
  private readonly open: { close(): Promise<unknown> }[] = [];
  private closing: Promise<void> | undefined;
  private readonly onSignal = (): void => void this.close().then(() => process.exit(0));

  constructor(private readonly parts: PorticoAppParts) {}

  /** Everything a client can call, read or get. */
  get registry(): Registry {
    return this.parts.registry();
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
   * goes to stderr.
   *
   * @returns where clients reach the server
   * @throws PorticoError `PORTICO_LISTEN_OPTION`, `PORTICO_LISTEN` when the port or host cannot be had
   */
  async listen(options: ListenOptions = {}): Promise<Listening> {
    const { log, protocol } = this.parts;
    const { transport, http, signals } = resolveListenOptions(options);
    const listening =
      transport === 'http' ? await serveHttp(protocol, http, log) : listenStdio(protocol, log);
    this.open.push(listening);
    if (signals) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, this.onSignal);
    if (transport === 'http') log.info(`listening on ${listening.address}`);
    else if (process.stdin.isTTY) log.info('listening on stdio; start with --http to serve a URL');
    listening.closed.then(() => this.close()).catch((error: unknown) => log.error('Closing failed:', error));
    return listening;
  }

  /** Opens a line within this process, without any bytes in between; for tests and embedding. */
  connect(): MemoryLine {
    const line = connectMemory(this.parts.protocol, this.parts.log);
    this.open.push(line);
    return line;
  }

  /** Stops listening, then runs `onShutdown` hooks, last created first. Calling it again waits for the same end. */
  close(): Promise<void> {
    return (this.closing ??= this.closeOnce());
  }

  private async closeOnce(): Promise<void> {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, this.onSignal);
    await Promise.all(this.open.splice(0).map((line) => line.close()));
    this.parts.flows.runner.close();
    await this.parts.flows.store.close();
    await this.parts.container.stop(this.parts.disposal);
  }
}

/** The HTTP transport is loaded when it is needed: a server on stdio starts without it. */
const serveHttp: typeof listenHttp = async (...args) =>
  (await import('../transport/http.js')).listenHttp(...args);
