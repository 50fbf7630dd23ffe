import type { Exchange } from '../exchange.js';

/**
 * The port through which a context calls the server's own components: the machinery above fits it, so that such a
 * call goes through the whole pipeline like one from outside.
 */
export interface ComponentGateway {
  dispatch(exchange: Exchange): Promise<unknown>;
}
