import type { Readable } from 'node:stream';
import { unguessableId } from '../../common/ids.js';
import type { ServerLog } from '../../common/server-log.js';
import { HotPipe } from '../../protocol/hot/hot-pipe.js';
import type { Line } from '../../protocol/line.js';
import type { ProtocolServerFactory } from '../../protocol/protocol-server.js';
import { admitHot } from '../admit-hot.js';
import { admitListeners } from '../admit-listeners.js';
import type { Listening } from '../listening.js';
import { PipeOutlet } from './pipe-outlet.js';
import { StdioTransport } from './stdio-transport.js';
import { guardStdout } from './stdout-guard.js';

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
  const connection = { id: unguessableId() };
  const principal = factory.auth?.stdio;
  const transport = new StdioTransport(stdin, stdout.protocol);
  const { hotPath } = factory;
  const hot = hotPath && new HotPipe(connection.id, hotPath, new PipeOutlet(transport), log);
  const { serveStdio } = await import('@modelcontextprotocol/server/stdio');
  const handle = serveStdio(
    async ({ era }) => {
      const line: Line = {
        era: era === 'modern' ? 'stateless' : 'session',
        transport: 'stdio',
        connection,
        principal,
      };
      const server = await factory.build(line);
      hot?.serves(server, line);
      return server;
    },
    { transport, onerror: (error) => log.warn('stdio:', error.message) },
  );
  admitListeners(transport, { transport: 'stdio', principal }, factory, log);
  if (hot) admitHot(transport, hot);
  return {
    address: 'stdio',
    closed: transport.closed,
    close: async () => {
      await handle.close();
      await factory.endSession(connection.id);
      stdout.release();
    },
  };
}
