import type { ServerLog } from '../../../common/server-log.js';
import { Tally } from '../../../common/tally.js';
import { placeOwner } from '../caller-key.js';
import type { HttpRequest } from '../http-message.js';
import type { Refusal } from '../json-answer.js';
import { UNUSED, type Ending, type RegisteredSession } from './registered-session.js';

/** How many sessions there may be, and for how long. */
export interface SessionLimits {
  /** Sessions in all, including those that are just being opened. */
  readonly max: number;
  /** Sessions of one principal, or of one address where the caller has no name. */
  readonly maxPerPrincipal?: number;
  /** How long an unused session is kept, in ms. */
  readonly idle: number;
}

/** A place for a session that is being opened. */
export interface SessionPlace {
  admit(session: RegisteredSession): void;
  /** Safe to call more than once. */
  release(): void;
}

const RETRY_AFTER = { 'retry-after': '5' };
const FULL: Refusal = {
  status: 503,
  code: -32_000,
  message: 'The server has reached its limit of sessions; try again later',
  headers: RETRY_AFTER,
};
const FULL_FOR_CALLER: Refusal = {
  status: 429,
  code: -32_000,
  message: 'You have reached your limit of sessions; end one, or try again later',
  headers: RETRY_AFTER,
};

/** All sessions of one endpoint, over every transport that has any. */
export class SessionRegistry {
  private readonly sessions = new Map<string, RegisteredSession>();
  private readonly perCaller = new Tally<string>();
  private taken = 0;
  private closed: Ending | undefined;
  private reaper: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: SessionLimits,
    private readonly log: ServerLog,
  ) {}

  get isClosed(): boolean {
    return this.closed !== undefined;
  }

  get size(): number {
    return this.taken;
  }

  /** Takes a place before anything is built, so that a crowd at the door counts too. */
  reserve(principal: string | undefined, request: HttpRequest): SessionPlace | Refusal {
    if (this.taken >= this.limits.max) return FULL;
    const caller = placeOwner(principal, request);
    if (caller !== undefined) {
      if (this.perCaller.of(caller) >= (this.limits.maxPerPrincipal ?? Infinity)) return FULL_FOR_CALLER;
      this.perCaller.add(caller);
    }
    this.taken++;
    return new Place(this, caller);
  }

  /** A place has its session. */
  admit(session: RegisteredSession): void {
    this.sessions.set(session.id, session);
    this.watch();
    // Its handshake was still going on when everything else was closed.
    if (this.closed) void this.end(session, this.closed);
  }

  /** A place is free again. */
  release(id: string | undefined, caller: string | undefined): void {
    this.taken--;
    if (caller !== undefined) this.perCaller.remove(caller);
    if (id !== undefined) this.sessions.delete(id);
    if (this.sessions.size === 0) this.rest();
  }

  /** The session, if it is there and belongs to this principal: to anyone else it does not exist. */
  find(id: string, principal: string | undefined): RegisteredSession | undefined {
    const session = this.sessions.get(id);
    return session?.principal === principal ? session : undefined;
  }

  has(id: string): boolean {
    return this.sessions.has(id);
  }

  /** Ends every session. */
  async close(ending: Ending): Promise<void> {
    this.closed = ending;
    await Promise.all(Array.from(this.sessions.values(), (session) => this.end(session, ending)));
    this.rest();
  }

  private async end(session: RegisteredSession, ending: Ending): Promise<void> {
    try {
      await session.end(ending);
    } catch (error) {
      this.log.warn('A session did not close:', error);
    }
  }

  private watch(): void {
    this.reaper ??= setInterval(() => this.endIdle(), Math.min(this.limits.idle, 30_000)).unref();
  }

  private rest(): void {
    clearInterval(this.reaper);
    this.reaper = undefined;
  }

  private endIdle(): void {
    const limit = Date.now() - this.limits.idle;
    for (const session of this.sessions.values())
      if (!session.isBusy && session.lastUsed <= limit) void this.end(session, UNUSED);
  }
}

class Place implements SessionPlace {
  private id: string | undefined;
  private isReleased = false;

  constructor(
    private readonly registry: SessionRegistry,
    private readonly caller: string | undefined,
  ) {}

  admit(session: RegisteredSession): void {
    if (this.isReleased) return;
    this.id = session.id;
    this.registry.admit(session);
  }

  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.registry.release(this.id, this.caller);
  }
}

export function isRefusal(place: SessionPlace | Refusal): place is Refusal {
  return 'status' in place;
}
