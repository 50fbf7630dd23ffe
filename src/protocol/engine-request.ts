import type { Notification, RequestOptions } from '@modelcontextprotocol/server';
import type { Eventually } from '../common/eventually.js';
import { isAtLeast, type LogLevel, type PeerRequest } from '../context/peer.js';
import type { Attempt } from '../interaction/flow-runner.js';
import type { EngineContext, EngineServer } from './engine-server.js';
import { MESSAGE } from './hot/notification-text.js';
import type { HttpHead } from './http-headers.js';
import { Inbound, type Party } from './inbound.js';
import type { Line } from './line.js';
import { LOG_LEVEL_META_KEY } from './meta-keys.js';
import { sessionClient } from './session/session-client.js';
import { statelessClient } from './stateless/stateless-client.js';

/** A request that the engine has accepted. */
export class EngineRequest extends Inbound {
  constructor(
    private readonly line: Line,
    private readonly server: EngineServer,
    readonly params: Readonly<Record<string, unknown>>,
    private readonly context: EngineContext,
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

  log(level: LogLevel, data: unknown, logger: string | undefined): Eventually<void> {
    if (this.wants(level)) return this.notify({ method: MESSAGE, params: { level, data, logger } });
  }

  /** Whether the client asked for log messages of a level. */
  private wants(level: LogLevel): boolean {
    if (this.line.era === 'session') return isAtLeast(level, this.server.level ?? 'debug');
    const envelope = this.context.mcpReq.envelope as Readonly<Record<string, unknown>> | undefined;
    const least = envelope?.[LOG_LEVEL_META_KEY] as LogLevel | undefined;
    return least !== undefined && isAtLeast(level, least);
  }

  send(request: PeerRequest, options: RequestOptions): Promise<unknown> {
    return this.context.mcpReq.send({ method: request.method, params: { ...request.params } }, options);
  }
}
