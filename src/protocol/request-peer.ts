import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Eventually } from '../common/eventually.js';
import { isThenable } from '../common/thenable.js';
import type { LogLevel, Peer, PeerNotification, PeerRequest } from '../context/peer.js';
import type { Inbound } from './inbound.js';

/** What every peer of a request in flight has in common: notifications ride the request's own stream. */
export abstract class RequestPeer implements Peer {
  private lastNotified: number | undefined;
  private isAnswered = false;
  /** Notifications that have not left yet. */
  private leaving = 0;

  /**
   * @param distance in ms, between the last progress and the result. Clients drop progress they read together with the
   * result it belongs to; on a pipe only time keeps two messages apart. What is logged belongs to no request, and is never
   * dropped. Absent where nothing has to be kept apart.
   */
  constructor(
    protected readonly request: Inbound,
    private readonly distance: number | undefined,
  ) {}

  notify(notification: PeerNotification): Eventually<void> {
    if (this.distance !== undefined) this.lastNotified = performance.now();
    return this.send(() => this.request.notify(notification));
  }

  log(level: LogLevel, data: unknown, logger: string | undefined): Eventually<void> {
    return this.send(() => this.request.log(level, data, logger));
  }

  abstract ask(request: PeerRequest, key?: string): Promise<unknown>;

  /** To be awaited before the result is sent, so that no notification gets lost beside it. */
  flush(): Promise<void> | undefined {
    this.isAnswered = true;
    const { distance = 0, lastNotified } = this;
    if (lastNotified !== undefined) return apart(lastNotified + distance);
    return this.leaving === 0 ? undefined : setImmediate();
  }

  /**
   * Nobody is there to be told when the request is answered or the client gone: nothing is sent then. Nor is it an error:
   * as one it would end the process wherever a tool does not await what it logs.
   */
  private send(message: () => Eventually<void>): Eventually<void> {
    if (this.isDone) return;
    try {
      const sent = message();
      if (isThenable(sent)) return this.sent(sent);
    } catch (error) {
      if (!this.isDone) throw error;
    }
  }

  private async sent(sent: PromiseLike<void>): Promise<void> {
    this.leaving++;
    try {
      await sent;
    } catch (error) {
      if (!this.isDone) throw error;
    } finally {
      this.leaving--;
    }
  }

  private get isDone(): boolean {
    return this.isAnswered || this.request.isAborted;
  }
}

const ends = new Map<number, Promise<void>>();

/** Who waits until about the same time waits for the same end: what is sent then leaves together. */
function apart(until: number): Promise<void> {
  const now = performance.now();
  const moment = Math.floor(until);
  if (moment <= now) return setImmediate();
  const end = ends.get(moment) ?? setTimeout(moment - now).then(() => void ends.delete(moment));
  ends.set(moment, end);
  return end;
}
