import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { ListenOptions } from 'portico';
import { eventually } from './eventually.js';
import type { Fixture } from './fixture.js';
import { serverCommand, type ServerOptions } from './servers.js';

export interface Message {
  readonly id?: string | number;
  readonly method?: string;
  readonly result?: { readonly [key: string]: unknown };
  readonly error?: { readonly code: number; readonly message: string };
}

/** A server process, spoken to in bytes. */
export interface ServerProcess {
  readonly stdin: Writable;
  /** All lines of stdout so far. */
  lines(): string[];
  stderr(): string;
  send(message: object): void;
  /** The answer to the request with this id. */
  answer(id: string | number): Promise<Message>;
  /** Sends the handshake of revision 2025-11-25. */
  initialize(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  closeStdout(): void;
  /** Resolves when the process is gone, with its exit code or signal, and how long it took since `since`. */
  exit(since: number): Promise<{ code: number | null; signal: string | null; ms: number }>;
}

/** Starts a fixture as a process of its own. */
export function startProcess(
  fixture: Fixture,
  options?: ServerOptions,
  listen?: ListenOptions,
): ServerProcess {
  const { command, args, env } = serverCommand(fixture, options, listen);
  const child = spawn(command, args, { env, stdio: 'pipe' });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  child.stdin.on('error', () => {}); // the process may be gone before all was written
  const lines = () => stdout.split('\n').filter((line) => line !== '');
  const server: ServerProcess = {
    stdin: child.stdin,
    lines,
    stderr: () => stderr,
    send: (message) => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    answer: (id) =>
      eventually(() => {
        const found = lines()
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line) as Message)
          .find((message) => message.id === id && message.method === undefined);
        if (found === undefined) throw new Error(`no answer to ${id}; stdout: ${stdout}; stderr: ${stderr}`);
        return found;
      }, 15_000),
    initialize: async () => {
      const clientInfo = { name: 'raw', version: '1.0.0' };
      const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
      server.send({ id: 'initialize', method: 'initialize', params });
      await server.answer('initialize');
      server.send({ method: 'notifications/initialized' });
    },
    kill: (signal) => void child.kill(signal),
    closeStdout: () => child.stdout.destroy(),
    exit: async (since) => {
      const [code, signal] = await exited;
      return { code, signal, ms: Date.now() - since };
    },
  };
  return server;
}

/** The `_meta` every request of revision 2026-07-28 carries. */
export const statelessMeta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
};
