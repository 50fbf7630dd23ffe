import { type Client, LOG_LEVEL_META_KEY, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Era } from '../../context/exchange.js';
import { namingTasks } from '../../protocol/task-client/task-name-headers.js';
import { answer } from './answer.js';
import type { GivenAnswers } from './given-answers.js';
import { openClient } from './open-client.js';

/** A server to call: a program of its own, or one that is served already. */
export type Target =
  | { readonly command: string; readonly args: readonly string[]; readonly cwd: string }
  | { readonly url: URL; readonly headers: Readonly<Record<string, string>> };

export interface ConnectOptions {
  /** Default: the newest revision both sides know. */
  readonly era?: Era;
  readonly answers: GivenAnswers;
  readonly onLog: (level: string, data: unknown) => void;
}

/** What the client calls itself. */
export const CLIENT_NAME = 'portico-call';

/** Connects the official client, with a person (or the command line) to answer questions. */
export function connect(target: Target, { era, answers, onLog }: ConnectOptions): Promise<Client> {
  return openClient(transportTo(target), {
    name: CLIENT_NAME,
    era,
    ask: ({ params }) => answer(params as never, answers),
    onLog,
  });
}

function transportTo(target: Target) {
  if ('url' in target)
    return new StreamableHTTPClientTransport(target.url, {
      requestInit: { headers: target.headers },
      fetch: namingTasks(fetch),
    });
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return new StdioClientTransport({ ...target, args: [...target.args], env, stderr: 'inherit' });
}

/** What asks for log messages where there is no session to set a level for. */
export function logMeta(client: Client): Record<string, unknown> {
  return client.getProtocolEra() === 'legacy' ? {} : { [LOG_LEVEL_META_KEY]: 'debug' };
}
