import type { RequestId, ServerContext } from '@modelcontextprotocol/server';
import { EngineRequest } from '../engine-request.js';
import type { EngineServer } from '../engine-server.js';
import type { HttpHead } from '../http-headers.js';
import type { Line } from '../line.js';
import { callOf, type EngineCall } from './engine-call.js';

/** A request that an engine has accepted beside others: there it goes by another id. */
export class SharedRequest extends EngineRequest {
  private readonly call: EngineCall;

  constructor(
    line: Line,
    server: EngineServer,
    params: Readonly<Record<string, unknown>>,
    context: ServerContext,
  ) {
    super(line, server, params, context);
    this.call = callOf(context);
  }

  override get id(): RequestId {
    return this.call.message.id;
  }
  override get http(): HttpHead | undefined {
    return this.call.sender.http;
  }
  override get signal(): AbortSignal {
    return this.call.signal;
  }
  override get isAborted(): boolean {
    return this.call.isGone;
  }
}
