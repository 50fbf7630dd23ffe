import type { Eventually } from '../../common/eventually.js';
import type { Change } from '../changes/change.js';
import type { Exchange } from '../exchange.js';

/**
 * The port through which a context calls the server's own components: the machinery above fits it, so that such a
 * call goes through the whole pipeline like one from outside.
 */
export interface ComponentGateway {
  dispatch(exchange: Exchange): Eventually<unknown>;

  /**
   * Whether the caller of a request may use what it names: it is visible to it, and every guard agrees. A flow that goes
   * on with another request asks this first, since the handler that waits passed the guards with an earlier one.
   */
  permits(exchange: Exchange): Promise<boolean>;

  /** Whether a change is about something the caller may see now; at once where no store has to be asked. */
  concerns(exchange: Exchange, change: Change): boolean | Promise<boolean>;
}
