import type { AuthInfo, Notification, RequestId, RequestOptions } from '@modelcontextprotocol/server';
import type { Eventually } from '../common/eventually.js';
import type { ClientInfo } from '../context/client-info.js';
import type { Flow } from '../context/flow.js';
import type { LogLevel, PeerRequest } from '../context/peer.js';
import type { Attempt } from '../interaction/flow-runner.js';
import { RequestFlow } from '../interaction/request-flow.js';
import type { HttpHead } from './http-headers.js';

/** The client at the other end of a line, as it has described itself. */
export interface Party {
  readonly client: ClientInfo;
  readonly protocolVersion: string;
}

/**
 * A request whose form was accepted, and the way back to its client: what everything that answers it stands on, whoever
 * read it from the line.
 */
export abstract class Inbound {
  abstract readonly id: RequestId;
  abstract readonly method: string;
  abstract readonly params: Readonly<Record<string, unknown>>;
  /** The request's `_meta`, without what describes the client. */
  abstract readonly meta: Readonly<Record<string, unknown>>;
  /** What the request brings to go on with a flow. */
  abstract readonly attempt: Attempt;
  abstract readonly sessionId: string | undefined;
  /** Who sent it, where it came over HTTP and that was looked at. */
  abstract readonly auth: AuthInfo | undefined;
  abstract readonly http: HttpHead | undefined;
  /** Ends the stream of the response before the result, where there can be one. */
  abstract readonly closeStream: (() => void) | undefined;
  abstract readonly signal: AbortSignal;
  /** Cheaper to ask than the signal, which is made when somebody wants to be told. */
  abstract readonly isAborted: boolean;
  private ownFlow: Flow | undefined;

  abstract party(): Party;
  abstract notify(notification: Notification): Eventually<void>;
  abstract log(level: LogLevel, data: unknown, logger: string | undefined): Eventually<void>;
  abstract send(request: PeerRequest, options: RequestOptions): Promise<unknown>;

  get flow(): Flow {
    return (this.ownFlow ??= new RequestFlow());
  }
}
