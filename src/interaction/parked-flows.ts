import type { Clock } from '../common/clock.js';
import { PorticoError } from '../common/portico-error.js';
import { Tally } from '../common/tally.js';
import type { SuspendableFlow } from './suspendable-flow.js';

/** A flow in memory, and the promise of its handler's result. */
export interface ParkedFlow<T> {
  readonly flow: SuspendableFlow;
  readonly done: PromiseLike<T>;
}

interface Waiting<T> extends ParkedFlow<T> {
  readonly caller: string | undefined;
  readonly callOff: () => void;
}

/**
 * Suspended handlers that are kept in memory, so that they need not be run again. Only a cache: bounded in number and
 * time, for each caller too, and a flow is taken by one retry only. What is in it stays until its time is over; what finds no place is run
 * again from the start when its answer comes.
 */
export class ParkedFlows<T> {
  private readonly flows = new Map<string, Waiting<T>>();
  private readonly perCaller = new Tally<string>();

  /** @param capacityPerCaller how many places one caller may take, so that some are left for the others */
  constructor(
    private readonly capacity: number,
    private readonly capacityPerCaller: number,
    private readonly ttl: number,
    private readonly clock: Clock,
  ) {}

  get size(): number {
    return this.flows.size;
  }

  /**
   * @param caller whose it is; absent where there is one caller only
   * @returns whether there was a place for it
   */
  park(round: string, parked: ParkedFlow<T>, caller?: string): boolean {
    const own = caller === undefined ? 0 : this.perCaller.of(caller);
    if (this.flows.size >= this.capacity || own >= this.capacityPerCaller) return false;
    const giveUp = () => this.take(round)?.flow.stop(abandoned(this.ttl));
    const callOff = this.clock.after(this.ttl, giveUp);
    this.flows.set(round, { caller, callOff, ...parked });
    if (caller !== undefined) this.perCaller.add(caller);
    return true;
  }

  /** Gives a flow to the first who asks, and to nobody after. */
  take(round: string): ParkedFlow<T> | undefined {
    const parked = this.flows.get(round);
    if (!parked) return undefined;
    parked.callOff();
    this.flows.delete(round);
    if (parked.caller !== undefined) this.perCaller.remove(parked.caller);
    return parked;
  }

  has(round: string): boolean {
    return this.flows.has(round);
  }

  /** Rejects all that wait, and waits until they have cleaned up behind them. */
  async close(): Promise<void> {
    const waiting = [...this.flows.keys()].map((round) => this.take(round)!);
    for (const { flow } of waiting) flow.stop(suspension());
    await Promise.allSettled(waiting.map(({ done }) => done));
  }
}

function abandoned(ttl: number): PorticoError {
  return new PorticoError('PORTICO_ABANDONED', `Nobody answered within ${ttl} ms, so the call was given up.`);
}

/** What a suspended handler's question is rejected with, so that its `finally` blocks run. */
export function suspension(): PorticoError {
  return new PorticoError(
    'PORTICO_SUSPENDED',
    'The handler was stopped at its question and will be run again from the start when the answer comes. Let this error pass.',
  );
}
