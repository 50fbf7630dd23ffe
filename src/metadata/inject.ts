import type { AbstractClass } from '../common/class.js';
import { MetadataKey } from '../common/metadata-key.js';

/** What can be asked for: a class, or a name for something that is none. */
export type Token<T = unknown> = AbstractClass<T & object> | string | symbol;

/** What a constructor parameter asks for, where its type does not say it. */
export interface ConstructorParameter {
  readonly token?: Token;
  readonly optional?: boolean;
}

const parameters = new MetadataKey<ReadonlyMap<number, ConstructorParameter>>('constructor-parameters');

type ConstructorParameterDecorator = (target: object, member: undefined, index: number) => void;

/**
 * Asks for a token instead of the parameter's type: for interfaces, values and abstract tokens.
 *
 * @example
 * ```ts
 * constructor(@Inject('DATABASE_URL') private readonly url: string) {}
 * ```
 */
export function Inject(token: Token): ConstructorParameterDecorator {
  return add({ token });
}

/** The parameter stays `undefined` where nothing provides it. */
export function Optional(): ConstructorParameterDecorator {
  return add({ optional: true });
}

/** What `@Inject` and `@Optional` recorded on this constructor, by position. */
export function constructorParameters(type: object): ReadonlyMap<number, ConstructorParameter> {
  return parameters.own(type) ?? new Map<number, ConstructorParameter>();
}

/** How a token is written in messages. */
export function tokenName(token: Token): string {
  return typeof token === 'function' ? token.name || '(anonymous class)' : `'${String(token)}'`;
}

function add(record: ConstructorParameter): ConstructorParameterDecorator {
  return (target, _member, index) => {
    const all = new Map(constructorParameters(target));
    all.set(index, { ...all.get(index), ...record });
    parameters.set(target, all);
  };
}
