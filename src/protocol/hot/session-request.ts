import type { Notification, RequestOptions, Server } from '@modelcontextprotocol/server';
import { isAtLeast, type LogLevel, type PeerRequest } from '../../context/peer.js';
import type { Party } from '../inbound.js';
import { HotRequest, type Sender } from './hot-request.js';
import type { Offer } from '../../pipeline/offer.js';

/** What a request is told by the session it belongs to. */
export interface HotSession {
  /** Absent where the request stands for itself. */
  readonly id: string | undefined;
  readonly party: Party;
  /** What it was opened for. */
  readonly offer: Offer | undefined;
  /** From which level on the client wants log messages; absent: all. */
  readonly level: LogLevel | undefined;
  /** The engine of the session, made when it is needed. */
  engine(sender: Sender): Server | Promise<Server>;
}

/** A request of a session (up to 2025-11-25). Its engine is there for what is rare: questions. */
export class SessionRequest extends HotRequest {
  constructor(
    private readonly session: HotSession,
    ...rest: ConstructorParameters<typeof HotRequest>
  ) {
    super(...rest);
  }

  get sessionId(): string | undefined {
    return this.session.id;
  }

  override get closeStream(): (() => void) | undefined {
    return this.outlet.closeEarly && (() => this.outlet.closeEarly?.());
  }

  party(): Party {
    return this.session.party;
  }

  protected wants(level: LogLevel): boolean {
    const { level: least } = this.session;
    return least === undefined || isAtLeast(level, least);
  }

  protected async notifyByEngine(notification: Notification): Promise<void> {
    const engine = await this.session.engine(this.sender);
    await engine.notification(notification, { relatedRequestId: this.id });
  }

  async send({ method, params }: PeerRequest, options: RequestOptions): Promise<unknown> {
    const engine = await this.session.engine(this.sender);
    return engine.request({ method, params: { ...params } }, { ...options, relatedRequestId: this.id });
  }
}
