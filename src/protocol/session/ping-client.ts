import type { Server } from '@modelcontextprotocol/server';
import type { ServerLog } from '../../common/server-log.js';

/**
 * Asks the client of a session from time to time whether it is still there. One that does not answer in that time is told
 * of in the log: that its line is gone is for the transport to say, and a client without an open stream hears nothing.
 *
 * @param engine the one that asks, and may be made for it
 * @param every in ms; also how long an answer may take
 * @returns how to stop
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/ping
 */
export function pingClient(engine: () => Promise<Server>, every: number, log: ServerLog): () => void {
  let isWaiting = false;
  const ping = async (): Promise<void> => {
    if (isWaiting) return;
    isWaiting = true;
    try {
      const server = await engine();
      await server.request({ method: 'ping' }, { timeout: every });
    } catch (error) {
      log.debug('A client did not answer a ping:', error);
    } finally {
      isWaiting = false;
    }
  };
  const timer = setInterval(() => void ping(), every).unref();
  return () => clearInterval(timer);
}
