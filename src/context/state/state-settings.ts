import type { Keyv } from 'keyv';
import type { Clock } from '../../common/clock.js';
import type { Duration } from '../../common/duration.js';
import type { ServerLog } from '../../common/server-log.js';
import type { StateCodec } from './codecs/codec.js';

/**
 * Where state is kept, for how long, and what may be in it.
 *
 * @example
 * ```ts
 * const app = await PorticoFactory.create(AppModule, {
 *   name: 'shop', version: '1.0.0',
 *   state: { store: 'redis://cache:6379', ttl: '2h', sliding: true, codecs: [classCodec(Cart)] },
 * });
 * ```
 */
export interface StateSettings {
  /**
   * `memory:`, `sqlite:path/to/file.db`, `redis://…`, `postgres://…`, or a Keyv of your own. `PORTICO_STATE_STORE` likewise.
   * Default: in this process.
   */
  readonly store?: string | Keyv;
  /** How long a value is kept after it was written. Default: 24 hours. */
  readonly ttl?: Duration;
  /** Let the time of values begin again whenever they are read. Default: `false`. */
  readonly sliding?: boolean;
  /** How long a session handle lives after its last use. Default: 24 hours. */
  readonly handleTtl?: Duration;
  /** How many values the store of this process holds; when it is full it refuses. Default: 100,000. */
  readonly capacity?: number;
  /**
   * How instances of classes are stored; see `classCodec` and {@link StateCodec}. Date, Map, Set, Buffer, Uint8Array and
   * BigInt need none.
   */
  readonly codecs?: readonly StateCodec[];
  /** Keeps applications apart that share a store. Default: the name of the server. */
  readonly namespace?: string;
}

/** What the state service is made from. */
export interface StateParts {
  readonly settings: StateSettings & { readonly namespace: string };
  readonly log: ServerLog;
  readonly clock?: Clock | undefined;
}
