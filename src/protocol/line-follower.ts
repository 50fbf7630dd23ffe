import type { JSONRPCNotification } from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { Change } from '../context/changes/change.js';
import { sessionOwner, userSessionOwner } from '../context/state/state-owner.js';
import type { ChangeHub } from '../events/change-hub.js';
import type { RequestGateway } from '../pipeline/request-gateway.js';
import { followChanges } from './follow-changes.js';
import type { Sender } from './hot/hot-request.js';
import type { HotSession } from './hot/session-request.js';
import type { Line } from './line.js';
import type { RequestHandler } from './request-handler.js';
import { pingClient } from './session/ping-client.js';
import { createViewer } from './viewer.js';

export interface FollowerParts {
  readonly changes: ChangeHub;
  readonly gateway: RequestGateway;
  /** How often clients of sessions are asked whether they are still there, in ms; absent: never. */
  readonly ping: number | undefined;
  readonly log: ServerLog;
}

/** A client at the other end of a line that lasts (a session, a pipe), and the way to it. */
export interface LastingClient extends Pick<HotSession, 'id' | 'party' | 'offer' | 'engine'> {
  readonly line: Line;
  /** The resources it has subscribed to, where it has a session. */
  readonly subscriptions: ReadonlySet<string>;
  /** Tells it what belongs to no request. */
  tell(notification: JSONRPCNotification): Promise<void>;
}

/** What a client must have been offered to hear of a change. */
const OFFERED: Readonly<Record<Change['kind'], string>> = {
  tools: 'tools/list',
  resources: 'resources/list',
  resource: 'resources/list',
  prompts: 'prompts/list',
};

const NOBODY: Sender = { auth: undefined, http: undefined };

/** Tells the clients of lines that last about changes. It needs no engine, except to ask whether they are still there. */
export class LineFollower {
  constructor(
    private readonly parts: FollowerParts,
    private readonly callers: Pick<RequestHandler, 'callerOn'>,
  ) {}

  /**
   * To be called when the client may be told something: a session's handshake is over.
   *
   * @returns how to stop
   */
  follow(client: LastingClient): () => void {
    const { changes, log } = this.parts;
    const interest = {
      owners: ownersOf(client),
      wants: (change: Change) => wants(client, change),
      concerns: (change: Change) => this.concerns(client, change),
    };
    const stopTelling = followChanges(changes, interest, (news) => client.tell(news), log);
    const stopAsking = this.ping(client);
    return () => {
      stopTelling();
      stopAsking?.();
    };
  }

  /** Whether it may see now what a change is about; it may have become somebody else. */
  private concerns({ line, id, party }: LastingClient, change: Change): boolean | Promise<boolean> {
    const session = line.era === 'session' && id !== undefined ? { id } : undefined;
    const viewer = createViewer(line, { ...party, session, principal: this.callers.callerOn(line) });
    return this.parts.gateway.concerns(viewer, change);
  }

  private ping(client: LastingClient): (() => void) | undefined {
    const { ping, log } = this.parts;
    if (ping === undefined || client.line.era !== 'session') return undefined;
    return pingClient(async () => client.engine(NOBODY), ping, log);
  }
}

function ownersOf({ line, id }: LastingClient): readonly string[] {
  if (line.era === 'session') return id === undefined ? [] : [sessionOwner({ id })];
  return line.principal ? [userSessionOwner(line.principal)] : [];
}

/** A client without a session has one line for all of its streams: what each is to tell is told apart behind it. */
function wants({ line, offer, subscriptions }: LastingClient, change: Change): boolean {
  if (!offer?.has(OFFERED[change.kind])) return false;
  return change.kind !== 'resource' || line.era !== 'session' || subscriptions.has(change.uri);
}
