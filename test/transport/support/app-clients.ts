import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Era, ToolOutcome } from 'portico';

/** What tests of mounting do with an official client. */
export interface AppClient {
  call(name: string): Promise<ToolOutcome>;
  /** The text of the answer. */
  text(name: string): Promise<string>;
  readonly progress: readonly number[];
  close(): Promise<void>;
}

export interface AppClientKind {
  readonly name: string;
  readonly era: Era;
  connect(url: string | URL, fetch?: typeof globalThis.fetch): Promise<AppClient>;
}

const answer = { action: 'accept' as const, content: { well: true } };
const requestInit = { headers: { 'x-agent': 'tester' } };
const info = { name: 'tester', version: '1.0.0' };

const first: AppClientKind = {
  name: 'SDK v1',
  era: 'session',
  async connect(url, fetch) {
    const client = new FirstClient(info, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, () => answer);
    await client.connect(new FirstTransport(new URL(url), { requestInit, ...(fetch && { fetch }) }));
    return wrap(
      (name, onprogress) => client.callTool({ name }, undefined, { onprogress }),
      () => client.close(),
    );
  },
};

function second(name: string, era: Era, mode: 'legacy' | 'auto' | { pin: string }): AppClientKind {
  return {
    name: `SDK v2 ${name}`,
    era,
    async connect(url, fetch) {
      const client = new Client(info, { capabilities: { elicitation: {} }, versionNegotiation: { mode } });
      client.setRequestHandler('elicitation/create', () => answer);
      await client.connect(
        new StreamableHTTPClientTransport(new URL(url), {
          requestInit,
          ...(fetch && { fetch }),
        }),
      );
      return wrap(
        (tool, onprogress) => client.callTool({ name: tool, arguments: {} }, { onprogress }),
        () => client.close(),
      );
    },
  };
}

export const appClients: readonly AppClientKind[] = [
  first,
  second('legacy', 'session', 'legacy'),
  second('auto', 'stateless', 'auto'),
  second('pinned', 'stateless', { pin: '2026-07-28' }),
];

function wrap(
  callTool: (name: string, onprogress: (update: { progress: number }) => void) => Promise<unknown>,
  close: () => Promise<void>,
): AppClient {
  const progress: number[] = [];
  const call = (name: string) =>
    callTool(name, (update) => progress.push(update.progress)) as Promise<ToolOutcome>;
  return {
    progress,
    call,
    text: async (name) => {
      const { content } = await call(name);
      return (content[0] as { text: string }).text;
    },
    close,
  };
}
