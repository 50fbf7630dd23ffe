import { jsonObstacle } from '../../../common/json-value.js';
import type { CodecRegistry } from './codec-registry.js';
import { ValueObstacle } from './value-obstacle.js';

/** The one key of an object that stands for something JSON has no form for: `{ "$": [name of the codec, data] }`. */
export const TAG = '$';

/** Occurs in a text only where {@link TAG} is a key, or ends one. */
export const TAG_IN_TEXT = '"$":';

/** Deeper values are refused: reading them could exhaust the stack. */
const DEEPEST = 500;

/**
 * A value as text that gives an equal value back. Plain data is JSON as it is; what has a codec is tagged.
 *
 * @throws ValueObstacle for what cannot be stored
 */
export function encode(value: unknown, codecs: CodecRegistry): string {
  const plain = plainText(value);
  return plain ?? JSON.stringify(new Encoder(codecs).visit(value, ''));
}

/** The short way, for what needs no tag. */
function plainText(value: unknown): string | undefined {
  try {
    if (jsonObstacle(value)) return undefined;
    const text = JSON.stringify(value);
    return text.includes(TAG_IN_TEXT) ? undefined : text;
  } catch {
    return undefined; // such as a value too deep for the stack: the encoder says what and where
  }
}

class Encoder {
  private readonly ancestors = new Set<object>();

  constructor(private readonly codecs: CodecRegistry) {}

  visit(value: unknown, path: string): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        if (Number.isFinite(value)) return value;
        throw new ValueObstacle(path, `the number ${value}`);
      case 'bigint':
        return { [TAG]: ['bigint', String(value)] };
      case 'object':
        return value === null ? null : this.within(value, path);
      case 'undefined':
        throw new ValueObstacle(path, 'undefined');
      default:
        throw new ValueObstacle(path, `a ${typeof value}`);
    }
  }

  private within(value: object, path: string): unknown {
    if (this.ancestors.has(value)) throw new ValueObstacle(path, 'a reference to an object that contains it');
    if (this.ancestors.size >= DEEPEST) throw new ValueObstacle(path, `nested deeper than ${DEEPEST} levels`);
    this.ancestors.add(value);
    const encoded = this.object(value, path);
    this.ancestors.delete(value);
    return encoded;
  }

  private object(value: object, path: string): unknown {
    if (Array.isArray(value)) return Array.from(value, (item, i) => this.visit(item, `${path}[${i}]`));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      const members = this.members(value, path);
      return Object.hasOwn(value, TAG) ? { [TAG]: ['object', members] } : members;
    }
    return this.instance(value, prototype, path);
  }

  private members(value: object, path: string): object {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, this.visit(item, path ? `${path}.${key}` : key)]),
    );
  }

  private instance(value: object, prototype: unknown, path: string): unknown {
    const codec = this.codecs.of(prototype);
    if (!codec) throw new ValueObstacle(path, instanceName(value));
    let data: unknown;
    try {
      data = codec.encode(value);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ValueObstacle(path, `${reason} (said the codec '${codec.name}')`, { cause: error });
    }
    return { [TAG]: [codec.name, this.visit(data, path)] };
  }
}

function instanceName({ constructor }: { constructor?: { name?: string } }): string {
  return constructor?.name ? `an instance of ${constructor.name}` : 'an instance of a class without a name';
}
