import { unguessableId } from '../../../common/ids.js';
import { PorticoError } from '../../../common/portico-error.js';
import type { Exchange, Session } from '../../exchange.js';
import { hash, principalHash } from '../state-owner.js';
import type { StateStore } from '../stores/state-store.js';
import { UnknownSessionError } from './unknown-session-error.js';

/**
 * Sessions a client names itself, by the handle a result gave it: what the stateless protocol has in the place of
 * sessions of the line. A handle is known while its record is kept; the record says to whom it belongs.
 */
export class SessionHandles {
  /** Sessions ended by a call that is still running. */
  private readonly ended = new WeakSet<Session>();

  /**
   * @param prefix of all keys of the application
   * @param ttl in ms, from the last use on
   */
  constructor(
    private readonly store: StateStore,
    private readonly prefix: string,
    private readonly ttl: number,
  ) {}

  /** Begins a session for the caller. A handler that is run again is given the same one. */
  async begin(exchange: Exchange): Promise<Session> {
    const id = exchange.flow.note('session', unguessableId);
    await exchange.flow.remember(
      () => 'once:session',
      () => this.store.set(this.record(id), holder(exchange), this.ttl),
    );
    return { id, isHandle: true };
  }

  /**
   * The session of a handle that the caller gave. A handler that is run again keeps it, even if it has ended it itself.
   *
   * @throws UnknownSessionError unless it is alive and the caller's
   */
  async open(exchange: Exchange, id: string): Promise<Session> {
    await exchange.flow.remember(
      () => `once:session:${hash(id)}`,
      () => this.check(exchange, id),
    );
    return { id, isHandle: true };
  }

  /**
   * Makes sure that a handle may be used, and lets its time begin again.
   *
   * @throws UnknownSessionError unless it is alive and the caller's
   */
  async check(exchange: Exchange, id: string): Promise<void> {
    const record = this.record(id);
    if ((await this.store.get(record)) !== holder(exchange)) throw new UnknownSessionError(id);
    await this.store.touch(record, this.ttl);
  }

  /** From now on the handle is unknown. */
  async end(session: Session): Promise<void> {
    this.ended.add(session);
    await this.store.delete(this.record(session.id));
  }

  isEnded(session: Session): boolean {
    return this.ended.has(session);
  }

  /** @throws PorticoError `PORTICO_SESSION_ENDED` after `ctx.endSession()` in the same call */
  refuseEnded(session: Session | undefined): void {
    if (!session || !this.ended.has(session)) return;
    throw new PorticoError(
      'PORTICO_SESSION_ENDED',
      'State of the session was used after ctx.endSession(). Do so before, or use another scope.',
    );
  }

  private record(id: string): string {
    return `${this.prefix}handle-record:${hash(id)}/holder`;
  }
}

/** To whom a new handle belongs. Where nobody is authenticated it is enough to know it. */
function holder({ principal }: Exchange): string {
  return principal ? principalHash(principal) : 'anyone';
}
