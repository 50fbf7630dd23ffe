import { PorticoError } from '../../../common/portico-error.js';
import type { CodecRegistry } from './codec-registry.js';
import { TAG, TAG_IN_TEXT } from './encode.js';

/**
 * The value that was encoded; a new one each time.
 *
 * @throws PorticoError `PORTICO_STATE_CODEC` for a text this application cannot read
 */
export function decode(text: string, codecs: CodecRegistry): unknown {
  const data = parse(text);
  return text.includes(TAG_IN_TEXT) ? revive(data, codecs) : data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable('it is no JSON', 'Something else has written it: delete the key.', cause);
  }
}

function revive(data: unknown, codecs: CodecRegistry): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map((item) => revive(item, codecs));
  if (Object.hasOwn(data, TAG)) return untag((data as Record<string, unknown>)[TAG], codecs);
  return members(data, codecs);
}

function untag(tagged: unknown, codecs: CodecRegistry): unknown {
  const [name, data] = tagged as [string, unknown];
  if (name === 'object') return members(data as object, codecs);
  if (name === 'bigint') return BigInt(data as string);
  const codec = codecs.named(name);
  if (!codec)
    throw unreadable(
      `it was stored by the codec '${name}', which this application has not`,
      'Register the codec in state.codecs, or delete the key.',
    );
  const revived = revive(data, codecs);
  try {
    return codec.decode(revived);
  } catch (cause) {
    throw unreadable(
      `the codec '${name}' could not read it`,
      'Let the codec read what it once wrote.',
      cause,
    );
  }
}

function members(data: object, codecs: CodecRegistry): object {
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, revive(item, codecs)]));
}

function unreadable(why: string, cure: string, cause?: unknown): PorticoError {
  return new PorticoError('PORTICO_STATE_CODEC', `A stored value cannot be read: ${why}. ${cure}`, { cause });
}
