import {
  InMemoryServerEventBus,
  ProtocolError,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { setTimeout } from 'node:timers/promises';
import type { ServerFactory } from '../../../src/transport/http/server-factory.js';

type Tool = (args: Record<string, unknown>, context: ServerContext, server: Server) => unknown;

/** Work that a test lets go on when it likes. */
export class Gate {
  private open!: () => void;
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));
  private enter!: () => void;
  /** Resolves when a handler has come to the gate. */
  readonly reached = new Promise<void>((resolve) => (this.enter = resolve));

  release(): void {
    this.open();
  }
  async pass(): Promise<void> {
    this.enter();
    await this.opened;
  }
}

/** What the handlers did, as far as tests ask. */
export interface Observed {
  readonly gates: Map<string, Gate>;
  readonly aborted: string[];
  readonly finished: string[];
  readonly servers: Set<Server>;
  /** Sessions of which the protocol was told that they are over. */
  readonly ended: string[];
  built: number;
}

export interface FixtureServers extends ServerFactory {
  readonly observed: Observed;
  gate(name: string): Gate;
}

/** Servers with just enough behind them to see what a transport does. */
export function fixtureServers(): FixtureServers {
  const observed: Observed = {
    gates: new Map(),
    aborted: [],
    finished: [],
    servers: new Set(),
    ended: [],
    built: 0,
  };
  const gate = (name: string): Gate => {
    const found = observed.gates.get(name) ?? new Gate();
    observed.gates.set(name, found);
    return found;
  };
  const tools: Record<string, Tool> = {
    echo: ({ text }) => answer(String(text)),
    headers: (_args, { http }) => answer(JSON.stringify(Object.fromEntries(http?.req?.headers ?? []))),
    auth: (_args, { http }) => answer(http?.authInfo?.clientId ?? 'nobody'),
    /** Sends `count` progress notifications of `size` bytes, then its result. */
    progress: async ({ count = 3, size = 0 }, context) => {
      for (let done = 1; done <= Number(count); done++)
        await progress(context, done, 'x'.repeat(Number(size)));
      observed.finished.push('progress');
      return answer('worked');
    },
    /** Waits at a gate; tells whether it was cancelled there. */
    wait: async ({ gate: name, before = 0 }, context) => {
      const key = name as string;
      context.mcpReq.signal.addEventListener('abort', () => observed.aborted.push(key));
      for (let done = 1; done <= Number(before); done++) await progress(context, done);
      await gate(key).pass();
      observed.finished.push(key);
      return answer(`passed ${key}`);
    },
    sleep: async ({ ms }) => {
      await setTimeout(Number(ms));
      return answer('slept');
    },
    ask: async (_args, { mcpReq }) => {
      const params = {
        mode: 'form' as const,
        message: 'Well?',
        requestedSchema: { type: 'object' as const, properties: {} },
      };
      return answer(JSON.stringify(await mcpReq.send({ method: 'elicitation/create', params })));
    },
    /** Lets the client go before the result. */
    poll: async ({ gate: name }, context) => {
      context.http!.closeSSE!();
      if (name !== undefined) await gate(name as string).pass();
      await progress(context, 1);
      return answer('polled');
    },
    /** Says something that belongs to no request. */
    announce: async (_args, _context, server) => {
      await server.sendToolListChanged();
      return answer('announced');
    },
    /** Asks something that belongs to no request. */
    askOutside: async (_args, _context, server) =>
      answer(JSON.stringify(await server.request({ method: 'roots/list' }))),
    /** Ends in an error of the protocol, after saying something. */
    fault: async (_args, context) => {
      await progress(context, 1);
      throw new ProtocolError(-31_000, 'at fault');
    },
    unwritable: () => ({ content: [], structuredContent: { big: 1n } }),
  };
  const servers: FixtureServers = {
    name: 'fixture',
    observed,
    gate,
    bus: new InMemoryServerEventBus(),
    buildForRequest: (line) => servers.build(line),
    listen: async (request, _line, _sender, answer) => answer(request, undefined),
    cluster: undefined,
    tellMissed: () => {},
    endSession: async (id) => void observed.ended.push(id),
    build: async () => {
      const server = new Server(
        { name: 'fixture', version: '1.0.0' },
        { capabilities: { tools: { listChanged: true }, logging: {} } },
      );
      observed.built++;
      observed.servers.add(server);
      server.onclose = () => observed.servers.delete(server);
      server.setRequestHandler('tools/list', () => ({
        tools: Object.keys(tools).map((name) => ({ name, inputSchema: { type: 'object' as const } })),
      }));
      server.setRequestHandler('tools/call', async ({ params }, context) => {
        try {
          return (await tools[params.name]!(params.arguments ?? {}, context, server)) as never;
        } catch (error) {
          if (error instanceof ProtocolError) throw error;
          const { code, message } = error as { code?: string; message: string };
          return { content: [{ type: 'text', text: `${code}: ${message}` }], isError: true };
        }
      });
      return server;
    },
  };
  return servers;
}

function answer(text: string) {
  return { content: [{ type: 'text', text }] };
}

function progress({ mcpReq }: ServerContext, done: number, message = ''): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken ?? 'none';
  return mcpReq.notify({
    method: 'notifications/progress',
    params: { progressToken, progress: done, message },
  });
}
