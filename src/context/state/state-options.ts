import type { Duration } from '../../common/duration.js';

/** To whom a value belongs: the session, the authenticated user, or the whole application. */
export type StateScope = 'session' | 'user' | 'app';

export interface StateReadOptions {
  /** Default: `session`. */
  readonly scope?: StateScope;
}

export interface StateOptions extends StateReadOptions {
  /** How long the value is kept after this write. Default: 24 hours. */
  readonly ttl?: Duration;
  /**
   * `false` keeps the value by reference and for this request only: any value will do. Default: `true`, a copy that
   * later requests can read.
   */
  readonly serializable?: boolean;
}
