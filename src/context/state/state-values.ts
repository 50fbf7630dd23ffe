import { milliseconds } from '../../common/duration.js';
import { PorticoError } from '../../common/portico-error.js';
import type { Replacement } from './atomic-updates.js';
import type { CodecRegistry } from './codecs/codec-registry.js';
import { decode } from './codecs/decode.js';
import { encode } from './codecs/encode.js';
import { ValueObstacle } from './codecs/value-obstacle.js';
import type { StateLifetime } from './state-options.js';
import { readStored, writeStored } from './stored-text.js';

/** What the application keeps a value for, where nothing else is said. */
export interface DefaultLifetime {
  /** In milliseconds. */
  readonly ttl: number;
  readonly sliding: boolean;
}

/** Turns values into what is kept, and back. */
export class StateValues {
  constructor(
    private readonly codecs: CodecRegistry,
    private readonly lifetime: DefaultLifetime,
  ) {}

  /** @throws PorticoError `PORTICO_STATE_VALUE` for what cannot be stored, with the key and the path */
  encode(key: string, value: unknown): string {
    try {
      return encode(value, this.codecs);
    } catch (error) {
      if (!(error instanceof ValueObstacle)) throw error;
      throw new PorticoError(
        'PORTICO_STATE_VALUE',
        `State '${key}' cannot be stored: ${error.message}. Store data, give the class a codec in state.codecs, or use { serializable: false } to keep the value for this request only.`,
        { cause: error },
      );
    }
  }

  copy(key: string, value: unknown): unknown {
    return decode(this.encode(key, value), this.codecs);
  }

  /** @throws PorticoError `PORTICO_DURATION` */
  toStore(text: string, { ttl, sliding }: StateLifetime): Replacement & { readonly ttl: number } {
    const time = ttl === undefined ? this.lifetime.ttl : milliseconds(ttl);
    const slides = (sliding ?? this.lifetime.sliding) ? time : undefined;
    return { stored: writeStored({ text, slides }), ttl: time };
  }

  read(stored: string): { value: unknown; slides: number | undefined } {
    const { text, slides } = readStored(stored);
    return { value: decode(text, this.codecs), slides };
  }

  /**
   * Adds to a number. A new one begins its time; one that is kept goes on with it, so that a count of one minute ends
   * after that minute.
   *
   * @throws PorticoError `PORTICO_STATE_NUMBER` where there is something else than a number
   */
  add(key: string, kept: string | undefined, by: number, lifetime: StateLifetime): Replacement {
    if (kept === undefined) return this.toStore(encode(finite(key, by), this.codecs), lifetime);
    const { value, slides } = this.read(kept);
    if (typeof value !== 'number') throw noNumber(key, 'what is kept is no number');
    const text = encode(finite(key, value + by), this.codecs);
    return { stored: writeStored({ text, slides }), ttl: slides };
  }
}

function finite(key: string, value: number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw noNumber(key, `the result would be ${String(value)}`);
}

function noNumber(key: string, why: string): PorticoError {
  return new PorticoError(
    'PORTICO_STATE_NUMBER',
    `State '${key}' cannot be incremented: ${why}. Use updateState, or another key.`,
  );
}
