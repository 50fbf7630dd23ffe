import type { Transport } from '@modelcontextprotocol/server';
import type { HotPipe } from '../protocol/hot/hot-pipe.js';

/**
 * Lets what needs no engine be answered before the engine sees it. Call it when everybody else has connected themselves to
 * the transport.
 */
export function admitHot(transport: Transport, pipe: HotPipe): void {
  const { onmessage, onclose } = transport;
  const send = transport.send.bind(transport);
  transport.onmessage = (message, extra) => {
    if (!pipe.takes(message)) onmessage?.(message, extra);
  };
  transport.send = (message, options) => {
    pipe.hears(message);
    return send(message, options);
  };
  transport.onclose = () => {
    pipe.close();
    onclose?.();
  };
}
