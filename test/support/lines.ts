import { afterAll, beforeAll } from '@jest/globals';
import { clientKinds, type ClientKind, type LineClient } from './clients.js';
import type { Fixture } from './fixture.js';
import {
  serveHttp,
  serveInMemory,
  serveStdio,
  type LineServer,
  type LocalModule,
  type LocalServer,
  type ServerOptions,
} from './servers.js';

/** One official client over one transport: `describe.each(lines)('$name', (line) => …)` runs a test on all of them. */
export interface Line {
  readonly name: string;
  readonly client: ClientKind;
  readonly transport: 'memory' | 'http' | 'stdio';
  serve(fixture: Fixture, options?: ServerOptions): Promise<LineServer>;
}

/** A line whose server is in the process of the tests, so that any module will do and its application is at hand. */
export interface LocalLine extends Line {
  readonly transport: 'memory' | 'http';
  serve(module: LocalModule, options?: ServerOptions): Promise<LocalServer>;
}

/** Every client over the transports that need no second process. */
export const localLines: readonly LocalLine[] = clientKinds.flatMap((client) => [
  {
    name: `${client.name} in memory`,
    client,
    transport: 'memory' as const,
    serve: (module: LocalModule, options: ServerOptions = {}) => serveInMemory(client, module, options),
  },
  {
    name: `${client.name} over HTTP`,
    client,
    transport: 'http' as const,
    serve: (module: LocalModule, options: ServerOptions = {}) => serveHttp(client, module, options),
  },
]);

/** Every client over every transport. */
export const lines: readonly Line[] = [
  ...localLines,
  ...clientKinds.map((client) => ({
    name: `${client.name} over stdio`,
    client,
    transport: 'stdio' as const,
    serve: (fixture: Fixture, options: ServerOptions = {}) => serveStdio(client, fixture, options),
  })),
];

/** Only one client for each family of revisions: for what takes long, or what no client can make a difference to. */
export function onePerEra<L extends Line>(all: readonly L[]): readonly L[] {
  return all.filter(({ client }) => client.name === 'SDK v1' || client.name === 'SDK v2 pinned');
}

/** What {@link useLine} provides once the tests of the block run. */
export interface UsedLine<S extends LineServer> {
  readonly server: S;
  readonly client: LineClient;
}

/** Serves a module for the tests of a `describe` block, with one client connected; both are closed after them. */
export function useLine(line: LocalLine, module: LocalModule, options?: ServerOptions): UsedLine<LocalServer>;
export function useLine(line: Line, fixture: Fixture, options?: ServerOptions): UsedLine<LineServer>;
export function useLine(line: Line, module: unknown, options?: ServerOptions): UsedLine<LineServer> {
  const used: { server?: LineServer; client?: LineClient } = {};
  beforeAll(async () => {
    used.server = await line.serve(module as Fixture, options);
    used.client = await used.server.connect();
  });
  afterAll(() => used.server?.close());
  return used as UsedLine<LineServer>;
}
