import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  PorticoFactory,
  type DynamicModule,
  type ListenOptions,
  type PorticoApp,
  type PorticoOptions,
} from 'portico';
import type { ClientKind, LineClient } from './clients.js';
import { compiled, testFolder, type Fixture } from './fixture.js';
import { RecordedLog } from './recorded-log.js';

/** A module that is served, and who is connected to it. */
export interface LineServer {
  /** Another client of the same server. On stdio each client has a server of its own. */
  connect(): Promise<LineClient>;
  /** All that the operator could have read so far. */
  log(): string;
  close(): Promise<void>;
}

/** A server within this process. */
export interface LocalServer extends LineServer {
  readonly app: PorticoApp;
  /** Where it listens; only over HTTP. */
  readonly url: URL | undefined;
}

export type ServerOptions = Partial<PorticoOptions>;
export type LocalModule = (new (...args: never[]) => object) | DynamicModule;

const identity = { name: 'fixture', version: '1.2.3' };

/** Serves a module in this process, and connects clients to it from within. */
export async function serveInMemory(
  kind: ClientKind,
  module: LocalModule,
  options: ServerOptions,
): Promise<LocalServer> {
  const { app, log } = await create(module, options);
  return local(app, log, undefined, () => kind.connect(app.connect().clientTransport));
}

/** Serves a module in this process, and connects clients to it over a port of this machine. */
export async function serveHttp(
  kind: ClientKind,
  module: LocalModule,
  options: ServerOptions,
): Promise<LocalServer> {
  const { app, log } = await create(module, options);
  const { address } = await app.listen({ transport: 'http', port: 0, signals: false });
  const url = new URL(address);
  return local(app, log, url, () => kind.connect(kind.http(url)));
}

/** Serves a fixture in a child process for each client. */
export async function serveStdio(
  kind: ClientKind,
  fixture: Fixture,
  options: ServerOptions,
): Promise<LineServer> {
  const command = serverCommand(fixture, options);
  const clients: LineClient[] = [];
  let log = '';
  return {
    log: () => log,
    connect: async () => {
      const transport = kind.stdio(command);
      transport.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
      const client = await kind.connect(transport);
      clients.push(client);
      return client;
    },
    close: async () => void (await Promise.all(clients.map((client) => client.close()))),
  };
}

/** How a child process is started that serves a fixture, on stdio or as it is told. */
export function serverCommand(
  fixture: Fixture,
  options: ServerOptions = {},
  listen: ListenOptions = { transport: 'stdio' },
) {
  if (!existsSync(new URL('../dist/index.js', testFolder)))
    throw new Error('There is no dist/index.js to start a server process from. Run `npm run build` first.');
  const program = fileURLToPath(compiled(new URL('support/serve.ts', testFolder).href));
  return {
    command: process.execPath,
    args: [
      program,
      compiled(fixture.file).href,
      fixture.name,
      JSON.stringify({ ...identity, ...options }),
      JSON.stringify(listen),
    ],
    env: { PATH: process.env['PATH'] ?? '' },
    stderr: 'pipe' as const,
  };
}

async function create(
  module: LocalModule,
  options: ServerOptions,
): Promise<{ app: PorticoApp; log: RecordedLog }> {
  const log = new RecordedLog();
  return { app: await PorticoFactory.create(module, { ...identity, log, ...options }), log };
}

function local(
  app: PorticoApp,
  log: RecordedLog,
  url: URL | undefined,
  dial: () => Promise<LineClient>,
): LocalServer {
  const clients: LineClient[] = [];
  return {
    app,
    url,
    log: () => log.text,
    connect: async () => {
      const client = await dial();
      clients.push(client);
      return client;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await app.close();
    },
  };
}
