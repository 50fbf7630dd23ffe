import type { Notification, RequestOptions, Server } from '@modelcontextprotocol/server';
import { isAtLeast, type LogLevel, type PeerRequest } from '../../context/peer.js';
import type { Party } from '../inbound.js';
import type { Envelope } from '../stateless/ordinary-envelope.js';
import { HotRequest } from './hot-request.js';

/** A request of the stateless revision (2026-07-28). */
export class StatelessRequest extends HotRequest {
  readonly sessionId = undefined;

  constructor(
    private readonly envelope: Envelope,
    private readonly engine: () => Promise<Server>,
    ...rest: ConstructorParameters<typeof HotRequest>
  ) {
    super(...rest);
  }

  party(): Party {
    return this.envelope.party;
  }

  protected wants(level: LogLevel): boolean {
    const { level: least } = this.envelope;
    return least !== undefined && isAtLeast(level, least);
  }

  /** The engine refuses what this revision does not know. */
  protected async notifyByEngine(notification: Notification): Promise<void> {
    return (await this.engine()).notification(notification);
  }

  async send({ method, params }: PeerRequest, options: RequestOptions): Promise<unknown> {
    return (await this.engine()).request({ method, params: { ...params } }, options);
  }
}
