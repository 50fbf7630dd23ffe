import type { Transport } from '@modelcontextprotocol/server';
import { unguessableId } from '../common/ids.js';
import type { ServerLog } from '../common/server-log.js';
import type { Principal } from '../identity/principal.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import { admitListeners } from './admit-listeners.js';
import { MemoryTransport } from './memory-transport.js';

/** A client's end of a line within this process; the server already listens at the other end. */
export interface MemoryLine {
  readonly clientTransport: Transport;
  /** Resolves when either side has closed it. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a line to the server without any bytes in between, for tests.
 *
 * @param principal who is at the client's end
 */
export function connectMemory(
  factory: ProtocolServerFactory,
  principal: Principal | undefined,
  log: ServerLog,
): MemoryLine {
  const [clientTransport, transport] = MemoryTransport.pair();
  const connection = { id: unguessableId() };
  const closed = new Promise<void>((resolve) => {
    transport.onclose = resolve;
  });
  void closed.then(() => factory.endSession(connection.id));
  const serving = serve(factory, transport, connection, principal, log).catch((error: unknown) => {
    log.error('A line in memory cannot be served:', error);
    return transport;
  });
  return { clientTransport, closed, close: async () => (await serving).close() };
}

/** What the client says meanwhile waits. */
async function serve(
  factory: ProtocolServerFactory,
  transport: MemoryTransport,
  connection: { readonly id: string },
  principal: Principal | undefined,
  log: ServerLog,
): Promise<Pick<MemoryLine, 'close'>> {
  const { serveStdio } = await import('@modelcontextprotocol/server/stdio');
  if (transport.isClosed) return transport;
  const { onclose } = transport;
  const handle = serveStdio(
    ({ era }) =>
      factory.build({
        era: era === 'modern' ? 'stateless' : 'session',
        transport: 'memory',
        connection,
        principal,
      }),
    { transport, onerror: (error) => log.warn('memory:', error.message) },
  );
  admitListeners(transport, { transport: 'memory', principal }, factory, log);
  const { onclose: ended } = transport;
  transport.onclose = () => {
    ended?.();
    onclose?.();
  };
  return handle;
}
