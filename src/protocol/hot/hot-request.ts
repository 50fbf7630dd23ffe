import type {
  AuthInfo,
  JSONRPCRequest,
  Notification,
  RequestId,
  RequestOptions,
} from '@modelcontextprotocol/server';
import type { Eventually } from '../../common/eventually.js';
import type { LogLevel, PeerRequest } from '../../context/peer.js';
import type { Attempt } from '../../interaction/flow-runner.js';
import type { HttpHead } from '../http-headers.js';
import { Inbound } from '../inbound.js';
import type { Accepted } from '../running-requests.js';
import { connectionClosed } from '../sdk-errors.js';
import { logText, MESSAGE, PROGRESS, progressText } from './notification-text.js';
import type { Outlet } from './outlet.js';

/** Who sent a request. */
export interface Sender {
  readonly auth: AuthInfo | undefined;
  /** Absent where it came over something else. */
  readonly http: HttpHead | undefined;
}

type Json = Readonly<Record<string, unknown>>;

const NO_ATTEMPT: Attempt = { state: undefined, answers: undefined };

/** A request that was accepted without the engine. */
export abstract class HotRequest extends Inbound implements Accepted {
  readonly id: RequestId;
  readonly method: string;
  readonly attempt = NO_ATTEMPT;
  outlet!: Outlet;
  earlier: Accepted | undefined;
  later: Accepted | undefined;
  private controller: AbortController | undefined;
  private ending: { readonly reason: unknown } | undefined;

  constructor(
    /** As it came. */
    readonly message: JSONRPCRequest,
    readonly params: Json,
    readonly meta: Json,
    protected readonly sender: Sender,
  ) {
    super();
    this.id = message.id;
    this.method = message.method;
  }

  /** Whether the client asked for log messages of a level. */
  protected abstract wants(level: LogLevel): boolean;

  /** What is neither progress nor a log message is sent as the engine sends it. */
  protected abstract notifyByEngine(notification: Notification): Promise<void>;

  abstract override send(request: PeerRequest, options: RequestOptions): Promise<unknown>;

  get auth(): AuthInfo | undefined {
    return this.sender.auth;
  }
  get http(): HttpHead | undefined {
    return this.sender.http;
  }
  get closeStream(): (() => void) | undefined {
    return undefined;
  }

  get signal(): AbortSignal {
    if (this.controller) return this.controller.signal;
    this.controller = new AbortController();
    if (this.ending) this.controller.abort(this.ending.reason);
    else if (this.outlet.isGone) this.hangUp();
    else this.outlet.onGone(() => this.hangUp());
    return this.controller.signal;
  }

  get isAborted(): boolean {
    return this.ending !== undefined || this.outlet.isGone;
  }

  /** The client has withdrawn the request. */
  cancel(reason: unknown): void {
    if (reason === undefined || typeof reason === 'string') this.abort(reason);
  }

  /** The client is gone, or its line is closed. */
  hangUp(): void {
    this.abort(connectionClosed());
  }

  private abort(reason: unknown): void {
    if (this.ending) return;
    this.ending = { reason };
    this.controller?.abort(reason);
  }

  notify(notification: Notification): Eventually<void> {
    const { method, params } = notification;
    // Everything else the engine sends.
    if (method !== PROGRESS || !params) return this.notifyByEngine(notification);
    return this.outlet.send(progressText(params), PROGRESS);
  }

  log(level: LogLevel, data: unknown, logger: string | undefined): Eventually<void> {
    if (this.wants(level)) return this.outlet.send(logText(level, data, logger), MESSAGE);
  }
}
