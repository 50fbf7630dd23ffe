import type { Readable } from 'node:stream';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { unguessableId } from '../../common/ids.js';
import type { ServerLog } from '../../common/server-log.js';
import type { ProtocolServerFactory } from '../../protocol/protocol-server.js';
import { admitListeners } from '../admit-listeners.js';
import type { Listening } from '../listening.js';
import { StdioTransport } from './stdio-transport.js';
import { guardStdout } from './stdout-guard.js';

/** Serves one client on this process's stdin and stdout. The first message decides which revision is spoken. */
export function listenStdio(
  factory: ProtocolServerFactory,
  log: ServerLog,
  stdin: Readable = process.stdin,
): Listening {
  const stdout = guardStdout();
  // Whether stdio is served is known only now: until then the program's output is its own.
  if (stdout.bytesBefore > 0 && !process.stdout.isTTY)
    log.warn(
      `${stdout.bytesBefore} bytes had been written to stdout before the server listened. On stdio it belongs to the protocol, and clients may stumble over them: write to stderr, as console.error does.`,
    );
  const connection = { id: unguessableId() };
  const principal = factory.auth?.stdio;
  const transport = new StdioTransport(stdin, stdout.protocol);
  const handle = serveStdio(
    ({ era }) =>
      factory.build({
        era: era === 'modern' ? 'stateless' : 'session',
        transport: 'stdio',
        connection,
        principal,
      }),
    { transport, onerror: (error) => log.warn('stdio:', error.message) },
  );
  admitListeners(transport, { transport: 'stdio', principal }, factory, log);
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
