import { DerivedPeer } from './derived-peer.js';
import type { Effect, Flow, OnceOptions } from './flow.js';
import type { Peer, PeerRequest } from './peer.js';

/** Notes that begin so stay valid when the handlers change. */
const LASTING = 'once:';

/**
 * The part of a flow that belongs to one call within the server: its questions, effects and notes have names of their
 * own, so that a tool that is called twice asks twice and acts twice.
 */
export class InnerFlow implements Flow {
  /** @param name of the call, the same when the outer handler is run again */
  constructor(
    private readonly outer: Flow,
    private readonly name: string,
  ) {}

  get id(): string {
    return this.outer.id;
  }
  get origin(): Flow {
    return this.outer.origin;
  }
  get isResumed(): boolean {
    return this.outer.isResumed;
  }

  once<T>(key: string, effect: (effect: Effect) => T | Promise<T>, options?: OnceOptions): Promise<T> {
    return this.outer.once(`${this.name}/${key}`, effect, options);
  }

  note<T>(kind: string, make: () => T): T {
    return this.outer.note(`${this.name}/${kind}`, make);
  }

  remember<T>(kind: () => string, make: () => Promise<T>): Promise<T> {
    return this.outer.remember(() => {
      const own = kind();
      const isLasting = own.startsWith(LASTING);
      return isLasting ? `${LASTING}${this.name}/${own.slice(LASTING.length)}` : `${this.name}/${own}`;
    }, make);
  }

  handled(where: string, within = ''): void {
    this.outer.handled(where, `${this.name}/${within}`);
  }
}

/** A peer whose questions have names within one call. */
export class InnerPeer extends DerivedPeer {
  private counts: Map<string, number> | undefined = undefined;

  /** @param name of the call, the same when the outer handler is run again */
  constructor(
    peer: Peer,
    private readonly name: string,
  ) {
    super(peer);
  }

  override ask(request: PeerRequest, key?: string): Promise<unknown> {
    return super.ask(request, `${this.name}/${key ?? this.nextKey(request)}`);
  }

  private nextKey({ method }: PeerRequest): string {
    const counts = (this.counts ??= new Map<string, number>());
    const kind = method.split('/')[0]!;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${kind}-${count}`;
  }
}
