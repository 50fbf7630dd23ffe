import type { JSONRPCNotification, Server } from '@modelcontextprotocol/server';
import type { Offer } from '../pipeline/offer.js';
import type { Party } from './inbound.js';
import type { Line } from './line.js';
import type { LastingClient, LineFollower } from './line-follower.js';
import { sessionClient } from './session/session-client.js';
import { statelessClient } from './stateless/stateless-client.js';

/** The client of a line that an engine serves from the first message to the last. */
export class EngineClient implements LastingClient {
  constructor(
    private readonly server: Server,
    readonly line: Line,
    readonly offer: Offer,
    readonly subscriptions: ReadonlySet<string>,
  ) {}

  get id(): string | undefined {
    return this.server.transport?.sessionId ?? this.line.connection?.id;
  }

  get party(): Party {
    return this.line.era === 'session' ? sessionClient(this.server) : statelessClient({});
  }

  engine(): Server {
    return this.server;
  }

  tell(notification: JSONRPCNotification): Promise<void> {
    return this.server.notification(notification);
  }

  /** Lets it be told about changes, a session's after its handshake, for as long as the engine serves it. */
  followedBy(follower: LineFollower): void {
    const { server, line } = this;
    let stop: (() => void) | undefined;
    const begin = (): void => void (stop ??= follower.follow(this));
    if (line.era === 'session') server.oninitialized = begin;
    else begin();
    server.onclose = () => stop?.();
  }
}
