import { InMemoryTransport, type Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { unguessableId } from '../common/ids.js';
import type { ServerLog } from '../common/server-log.js';
import type { Principal } from '../identity/principal.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import { admitListeners } from './admit-listeners.js';

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
  const [clientTransport, transport] = InMemoryTransport.createLinkedPair();
  const connection = { id: unguessableId() };
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
  const { onclose } = transport;
  const closed = new Promise<void>((resolve) => {
    transport.onclose = () => {
      onclose?.();
      void factory.endSession(connection.id);
      resolve();
    };
  });
  return { clientTransport, closed, close: () => handle.close() };
}
