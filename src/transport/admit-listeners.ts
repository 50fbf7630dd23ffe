import type { Transport } from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { Line } from '../protocol/line.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import { isListenRequest } from '../protocol/stateless/listener.js';

/**
 * Lets the protocol judge the requests of a line that open a stream of changes, before the engine sees them. Call it when
 * the engine has connected itself to the transport.
 */
export function admitListeners(
  transport: Transport,
  line: Pick<Line, 'transport' | 'principal'>,
  factory: ProtocolServerFactory,
  log: ServerLog,
): void {
  const { onmessage } = transport;
  const judged = new Map<unknown, Promise<void>>();
  transport.onmessage = (message, extra) => {
    const pass = (): void => onmessage?.(message, extra);
    if (isListenRequest(message)) {
      const { id } = message;
      const answer = (admitted: object): void => onmessage?.(admitted as typeof message, extra);
      const judging = factory
        .listen(message, line, undefined, answer)
        .catch((error: unknown) => log.error('A stream of changes could not be opened:', error))
        .finally(() => judged.delete(id));
      judged.set(id, judging);
      return;
    }
    // What is cancelled must have begun, or it would begin afterwards.
    const cancelled = 'method' in message && message.method === 'notifications/cancelled';
    const judging = cancelled ? judged.get(message.params?.['requestId']) : undefined;
    if (judging) void judging.then(pass);
    else pass();
  };
}
