import type { Readable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/server';
import { unguessableId } from '../../common/ids.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Era } from '../../context/exchange.js';
import type { EngineServer } from '../../protocol/engine-server.js';
import type { HotPath } from '../../protocol/hot/hot-path.js';
import { HotPipe } from '../../protocol/hot/hot-pipe.js';
import type { ProtocolServerFactory } from '../../protocol/protocol-server.js';
import { admitListeners } from '../admit-listeners.js';
import type { Listening } from '../listening.js';
import { PipeOutlet } from './pipe-outlet.js';
import { StdioTransport } from './stdio-transport.js';
import { guardStdout } from './stdout-guard.js';

/** How an engine, or what stands before it, is let go. */
interface Serving {
  close(): Promise<void>;
}

/** Serves one client on this process's stdin and stdout. The first message decides which revision is spoken. */
export async function listenStdio(
  factory: ProtocolServerFactory,
  log: ServerLog,
  stdin: Readable = process.stdin,
): Promise<Listening> {
  const stdout = guardStdout();
  // Whether stdio is served is known only now: until then the program's output is its own.
  if (stdout.bytesBefore > 0 && !process.stdout.isTTY)
    log.warn(
      `${stdout.bytesBefore} bytes had been written to stdout before the server listened. On stdio it belongs to the protocol, and clients may stumble over them: write to stderr, as console.error does.`,
    );
  const transport = new StdioTransport(stdin, stdout.protocol);
  const server = new StdioServer(factory, log);
  const { hotPath } = factory;
  const serving = hotPath ? server.serveHot(transport, hotPath) : await server.serve(transport);
  return {
    address: 'stdio',
    closed: transport.closed,
    close: async () => {
      await serving.close();
      await factory.endSession(server.line.connection.id);
      stdout.release();
    },
  };
}

class StdioServer {
  readonly line;

  constructor(
    private readonly factory: ProtocolServerFactory,
    private readonly log: ServerLog,
  ) {
    const principal = factory.auth?.stdio;
    this.line = { transport: 'stdio', connection: { id: unguessableId() }, principal } as const;
  }

  /** Lets the engine serve a transport. It is built when the first message has told of which era it is. */
  async serve(
    transport: Transport,
    build = (era: Era): Promise<EngineServer> => this.factory.build({ ...this.line, era }),
  ): Promise<Serving> {
    const { serveStdio } = await import('@modelcontextprotocol/server/stdio');
    const handle = serveStdio(({ era }) => build(era === 'modern' ? 'stateless' : 'session'), {
      transport,
      onerror: this.warn,
    });
    admitListeners(transport, this.line, this.factory, this.log);
    return handle;
  }

  /** Lets the engine serve what does not go past it, from the first such message on. */
  serveHot(transport: StdioTransport, path: HotPath): Serving {
    const { factory, line, log } = this;
    let engine: Serving | undefined;
    const pipe = new HotPipe(
      {
        line,
        outlet: new PipeOutlet(transport),
        send: (message) => transport.send(message),
        connect: async (end) => {
          engine = await this.serve(end, async (era) => {
            const line = pipe.lineOf(era);
            const server = (end.server = await factory.build(line));
            pipe.serves(server, line);
            return server;
          });
        },
        close: () => transport.close(),
      },
      path,
      factory.follower,
      log,
    );
    transport.onmessage = (message) => pipe.hear(message);
    transport.onerror = this.warn;
    transport.onclose = () => pipe.end();
    void transport.start();
    return {
      close: async () => {
        await engine?.close();
        await transport.close();
      },
    };
  }

  private readonly warn = (error: Error): void => this.log.warn('stdio:', error.message);
}
