import type { JSONRPCRequest, RequestId, ServerContext } from '@modelcontextprotocol/server';
import type { Era } from '../../context/exchange.js';
import type { Accepted } from '../running-requests.js';
import { connectionClosed } from '../sdk-errors.js';
import type { Sender } from '../hot/hot-request.js';
import type { Outlet, Reply } from '../hot/outlet.js';

/** A request that is answered by an engine which answers others, too. */
export class EngineCall implements Accepted {
  outlet!: Outlet;
  earlier: Accepted | undefined;
  later: Accepted | undefined;
  settle: (reply: Reply | undefined) => void = () => {};
  private controller: AbortController | undefined;
  private isGivenUp = false;

  constructor(
    readonly era: Era,
    /** As it came. */
    readonly message: JSONRPCRequest,
    readonly sender: Sender,
  ) {}

  get id(): RequestId {
    return this.message.id;
  }

  /** The engine's own knows only of what happens to all requests. */
  get signal(): AbortSignal {
    if (this.controller) return this.controller.signal;
    this.controller = new AbortController();
    if (this.isGone) this.abort();
    else this.outlet.onGone(() => this.hangUp());
    return this.controller.signal;
  }

  get isGone(): boolean {
    return this.isGivenUp || this.outlet.isGone;
  }

  /** The client is gone, or its line is closed. */
  hangUp(): void {
    if (this.isGivenUp) return;
    this.isGivenUp = true;
    this.abort();
    this.settle(undefined);
  }

  private abort(): void {
    this.controller?.abort(connectionClosed());
  }
}

/** The engine is given the call in place of the HTTP request, and hands that on to whoever answers. */
export function asHttpRequest(call: EngineCall): Request {
  return call as unknown as Request;
}

export function callOf({ http }: ServerContext): EngineCall {
  return http!.req as unknown as EngineCall;
}
