import type { Notification, RequestOptions, ServerContext } from '@modelcontextprotocol/server';
import type { LogLevel, PeerRequest } from '../context/peer.js';
import type { Attempt } from '../interaction/flow-runner.js';
import type { EngineServer } from './engine-server.js';
import type { HttpHead } from './http-headers.js';
import { Inbound, type Party } from './inbound.js';
import type { Line } from './line.js';
import { sessionClient } from './session/session-client.js';
import { statelessClient } from './stateless/stateless-client.js';

/** A request that the engine has accepted. */
export class EngineRequest extends Inbound {
  constructor(
    private readonly line: Line,
    private readonly server: EngineServer,
    readonly params: Readonly<Record<string, unknown>>,
    private readonly context: ServerContext,
  ) {
    super();
  }

  get id() {
    return this.context.mcpReq.id;
  }
  get method() {
    return this.context.mcpReq.method;
  }
  get meta() {
    return this.context.mcpReq._meta ?? {};
  }
  get attempt(): Attempt {
    const { requestState, inputResponses } = this.context.mcpReq;
    return { state: requestState<string>(), answers: inputResponses };
  }
  get sessionId() {
    return this.context.sessionId;
  }
  get auth() {
    return this.context.http?.authInfo;
  }
  get http(): HttpHead | undefined {
    return this.context.http?.req;
  }
  get closeStream() {
    return this.context.http?.closeSSE;
  }
  get signal() {
    return this.context.mcpReq.signal;
  }
  get isAborted() {
    return this.signal.aborted;
  }

  party(): Party {
    return this.line.era === 'session' ? sessionClient(this.server) : statelessClient(this.context.mcpReq);
  }

  notify(notification: Notification): Promise<void> {
    return this.context.mcpReq.notify(notification);
  }

  log(level: LogLevel, data: unknown, logger: string | undefined): Promise<void> {
    return this.server.logFor(this.context, level, data, logger);
  }

  send(request: PeerRequest, options: RequestOptions): Promise<unknown> {
    return this.context.mcpReq.send({ method: request.method, params: { ...request.params } }, options);
  }
}
