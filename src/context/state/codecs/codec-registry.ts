import { PorticoError } from '../../../common/portico-error.js';
import { builtinCodecs } from './builtin-codecs.js';
import type { StateCodec } from './codec.js';

/** Names with a meaning of their own in stored values. */
const reserved: ReadonlySet<string> = new Set(['object', 'bigint']);

/** Every codec of an application, found by the class of a value and by the name that was stored. */
export class CodecRegistry {
  private readonly byPrototype = new Map<unknown, StateCodec>();
  private readonly byName = new Map<string, StateCodec>();

  /** @throws PorticoError `PORTICO_STATE_CODEC` for two codecs of one name or class */
  constructor(codecs: readonly StateCodec[] = []) {
    for (const codec of [...builtinCodecs, ...codecs]) {
      const problem = this.problem(codec);
      if (problem !== undefined) throw new PorticoError('PORTICO_STATE_CODEC', problem);
      this.byName.set(codec.name, codec);
      this.byPrototype.set(codec.type.prototype, codec);
    }
  }

  of(prototype: unknown): StateCodec | undefined {
    return this.byPrototype.get(prototype);
  }

  named(name: string): StateCodec | undefined {
    return this.byName.get(name);
  }

  private problem({ name, type }: StateCodec): string | undefined {
    if (name === '' || reserved.has(name) || this.byName.has(name))
      return `state.codecs: the name '${name}' is taken. Give the codec of ${type.name} another name.`;
    if (this.byPrototype.has(type.prototype))
      return `state.codecs: there are two codecs for ${type.name} ('${this.byPrototype.get(type.prototype)!.name}' and '${name}'). Keep one.`;
    return undefined;
  }
}
