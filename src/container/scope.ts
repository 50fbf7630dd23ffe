import { disposeAll, type Disposal } from './disposal.js';

/** The request-scoped instances of one call. `context` is what a consumer of `Context` receives. */
export class Scope {
  /** One slot for each request-scoped provider, filled when first asked for. */
  readonly slots: unknown[] = [];
  private created: object[] | undefined;

  constructor(readonly context: unknown) {}

  /** Remembers an instance that wants to be told when the call is over. */
  own(instance: object): void {
    (this.created ??= []).push(instance);
  }

  /** Disposes what this call created, last first. Costs nothing where nothing asked for it. */
  end(disposal: Disposal): Promise<void> | undefined {
    return this.created && disposeAll(this.created.reverse(), disposal);
  }
}
