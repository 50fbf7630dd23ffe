import type { Duration } from '../../common/duration.js';
import type { HandleScope } from './handles/handle-scope.js';

/**
 * To whom a value belongs: the session, the authenticated user, the whole application, or the session of a handle (see
 * {@link handle}).
 *
 * A session is what the line knows as one: a session id; on stdio the connection; over stateless HTTP a session handle,
 * where the tool has one, else the authenticated user.
 */
export type StateScope = 'session' | 'user' | 'app' | HandleScope;

/** How long a value is kept. */
export interface StateLifetime {
  /** How long the value is kept. Default: `state.ttl` of the application, which is 24 hours. */
  readonly ttl?: Duration;
  /** `true` lets the time begin again whenever the value is read. Default: `state.sliding`, which is `false`. */
  readonly sliding?: boolean;
}

export interface StateReadOptions {
  /** Default: that of the key, else `session`. */
  readonly scope?: StateScope;
}

export interface StateGetOptions<T = unknown> extends StateReadOptions {
  /** What is given where no value is kept. It is not stored. */
  readonly default?: T;
}

export interface StateWriteOptions extends StateReadOptions, StateLifetime {}

export interface StateOptions extends StateWriteOptions {
  /**
   * `false` keeps the value by reference and for this request only: any value will do, and until the next ordinary write
   * it stands in front of a stored one. Default: `true`, a copy that later requests can read.
   */
  readonly serializable?: boolean;
}

/** The type of a default, not only of this very one. */
export type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends bigint
        ? bigint
        : T;

/** A default that cannot be taken for options. */
export type PlainDefault = string | number | boolean | bigint | null;
