import { DeadlineExceeded } from '../../common/deadline.js';
import { PorticoError } from '../../common/portico-error.js';
import { Patience } from '../../storage/patience.js';
import type { Claim, FlowStore } from '../flow-store.js';

/** Gives every answer of a store in another process a deadline, and every failure one type. */
export class PatientFlowStore implements FlowStore {
  private readonly patience: Patience;

  /** @param ms how long an answer may take */
  constructor(
    private readonly inner: FlowStore,
    ms?: number,
  ) {
    this.patience = new Patience(ms);
  }

  claim(id: string, ttl: number): Promise<Claim> {
    return this.within('begun', () => this.inner.claim(id, ttl));
  }
  prolong(id: string, ttl: number): Promise<void> {
    return this.within('prolonged', () => this.inner.prolong(id, ttl));
  }
  settle(id: string, result: string, ttl: number): Promise<string> {
    return this.within('noted as done', () => this.inner.settle(id, result, ttl));
  }
  release(id: string): Promise<void> {
    return this.within('given back', () => this.inner.release(id));
  }
  put(id: string, value: string, ttl: number): Promise<void> {
    return this.within('kept', () => this.inner.put(id, value, ttl));
  }
  get(id: string): Promise<string | undefined> {
    return this.within('read', () => this.inner.get(id));
  }
  close(): Promise<void> {
    return this.inner.close();
  }

  private async within<T>(what: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await this.patience.ask(ask);
    } catch (error) {
      throw unavailable(what, error);
    }
  }
}

function unavailable(what: string, cause: unknown): PorticoError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const doubt = cause instanceof DeadlineExceeded && what !== 'read' ? ' Whether it was is not known.' : '';
  return new PorticoError(
    'PORTICO_FLOW_UNAVAILABLE',
    `An effect or an answer of a call could not be ${what}: the store of flows does not answer (${reason}).${doubt} It is taken up again by itself when the store is back; until then, try later.`,
    { cause },
  );
}
