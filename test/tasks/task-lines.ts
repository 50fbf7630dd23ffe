import { StdioClientTransport as FirstStdioTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as FirstHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { PorticoFactory, type Era, type PorticoApp, type PorticoOptions } from 'portico';
import type { Fixture } from '../support/fixture.js';
import { RecordedLog } from '../support/recorded-log.js';
import { serverCommand } from '../support/servers.js';
import { StatelessHttp } from './stateless-http.js';
import { TaskLine, type LineTransport } from './task-line.js';

/** A module that is served on one transport, to clients of one era. */
export interface TaskServer {
  /** Only where it is within this process. */
  readonly app: PorticoApp | undefined;
  readonly url: URL | undefined;
  readonly log: RecordedLog;
  /** @param headers of each request, where it is over HTTP */
  open(capabilities?: object, headers?: Readonly<Record<string, string>>): Promise<TaskLine>;
  close(): Promise<void>;
}

export interface TaskLineKind {
  readonly name: string;
  readonly era: Era;
  readonly transport: 'memory' | 'http' | 'stdio';
}

/** Both eras over every transport. */
export const taskLines: readonly TaskLineKind[] = (['session', 'stateless'] as const).flatMap((era) =>
  (['memory', 'http', 'stdio'] as const).map((transport) => ({
    name: `${era}, ${transport}`,
    era,
    transport,
  })),
);

/** Those whose server is in the process of the tests. */
export const localTaskLines = taskLines.filter(({ transport }) => transport !== 'stdio');

const everything = { elicitation: { form: {} }, sampling: {}, roots: {} };
const tasksExtension = { extensions: { 'io.modelcontextprotocol/tasks': {} } };

/** Serves a module, with its tasks in memory. */
export async function serveTasks(
  { era, transport }: TaskLineKind,
  fixture: Fixture,
  options: Partial<PorticoOptions> = {},
): Promise<TaskServer> {
  const log = new RecordedLog();
  const lines: TaskLine[] = [];
  const all = { name: 'tasks', version: '1.0.0', jobs: { url: 'memory:' }, ...options };
  const app = transport === 'stdio' ? undefined : await PorticoFactory.create(fixture, { ...all, log });
  await app?.work({ signals: false }); // before the tests: Jest lets nothing be imported between them
  const listening =
    transport === 'http' ? await app!.listen({ transport, port: 0, signals: false }) : undefined;
  const url = listening && new URL(listening.address);
  const dial = (headers: Readonly<Record<string, string>>): LineTransport => {
    if (transport === 'stdio') return new FirstStdioTransport(serverCommand(fixture, all)) as LineTransport;
    if (transport === 'memory') return app!.connect().clientTransport as LineTransport;
    if (era === 'stateless') return new StatelessHttp(url!, headers);
    return new FirstHttpTransport(url!, { requestInit: { headers } }) as LineTransport;
  };
  return {
    app,
    url,
    log,
    open: async (capabilities = everything, headers = {}) => {
      const own = era === 'stateless' ? { ...capabilities, ...tasksExtension } : capabilities;
      const line = await TaskLine.open(dial(headers), era, own);
      lines.push(line);
      return line;
    },
    close: async () => {
      await Promise.all(lines.map((line) => line.close()));
      await app?.close();
    },
  };
}
