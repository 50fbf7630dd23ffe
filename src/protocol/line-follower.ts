import type { Server, ServerCapabilities } from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { Change } from '../context/changes/change.js';
import { deriveExchange } from '../context/derive-exchange.js';
import { sessionOwner, userSessionOwner } from '../context/state/state-owner.js';
import type { ChangeHub } from '../events/change-hub.js';
import type { RequestGateway } from '../pipeline/request-gateway.js';
import { followChanges } from './follow-changes.js';
import type { Line } from './line.js';
import type { RequestHandler } from './request-handler.js';
import { acceptSubscriptions, type SubscriptionCheck } from './session/accept-subscriptions.js';
import { pingClient } from './session/ping-client.js';
import { sessionClient } from './session/session-client.js';
import { statelessClient } from './stateless/stateless-client.js';
import { createViewer } from './viewer.js';

export interface FollowerParts {
  readonly changes: ChangeHub;
  readonly gateway: RequestGateway;
  /** How often clients of sessions are asked whether they are still there, in ms; absent: never. */
  readonly ping: number | undefined;
  readonly log: ServerLog;
}

/** Tells the clients of lines that last (sessions, pipes) about changes, for as long as they last. */
export class LineFollower {
  constructor(
    private readonly parts: FollowerParts,
    private readonly callers: Pick<RequestHandler, 'callerOn'>,
  ) {}

  /** @param check whether the client of a session may hear of a resource */
  follow(server: Server, line: Line, capabilities: ServerCapabilities, check: SubscriptionCheck): void {
    if (line.era === 'session') this.followSession(server, line, capabilities, check);
    else if (line.connection) this.followPipe(server, line, capabilities);
  }

  private followSession(
    server: Server,
    line: Line,
    capabilities: ServerCapabilities,
    check: SubscriptionCheck,
  ): void {
    const { changes, gateway, log } = this.parts;
    const subscribed = line.subscriptions ?? new Set<string>();
    if (capabilities.resources) acceptSubscriptions(server, check, subscribed);
    server.oninitialized = () => {
      const id = server.transport?.sessionId ?? line.connection?.id;
      const session = id === undefined ? undefined : { id };
      const owners = session ? [sessionOwner(session)] : [];
      const viewer = createViewer(line, { ...sessionClient(server), session });
      const concerns = (change: Change): boolean | Promise<boolean> =>
        gateway.concerns(deriveExchange(viewer, { principal: this.callers.callerOn(line) }), change);
      const wants = (uri: string): boolean => subscribed.has(uri);
      followChanges(server, capabilities, changes, { owners, wants, concerns }, log);
      this.ping(server, line);
    };
  }

  /** The engine has one line for all streams of the client, so they tell what everyone sees. */
  private followPipe(server: Server, line: Line, capabilities: ServerCapabilities): void {
    const { changes, gateway, log } = this.parts;
    const viewer = createViewer(line, { ...statelessClient({}), principal: line.principal });
    const concerns = (change: Change): boolean | Promise<boolean> => gateway.concerns(viewer, change);
    const owners = line.principal ? [userSessionOwner(line.principal)] : [];
    followChanges(server, capabilities, changes, { owners, wants: () => true, concerns }, log);
  }

  /** A client that nothing reaches later is not asked. */
  private ping(server: Server, { isIsolated = false }: Line): void {
    const { ping, log } = this.parts;
    if (ping === undefined || isIsolated) return;
    const stop = pingClient(server, ping, log);
    const { onclose } = server;
    server.onclose = () => {
      stop();
      onclose?.();
    };
  }
}
