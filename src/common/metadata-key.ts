import './reflect.js';

/**
 * Records are kept on the decorated class itself, under symbols from the global registry: so they are found even
 * when two copies of the package are installed, and go when the class goes.
 */
export class MetadataKey<T> {
  private readonly symbol: symbol;

  constructor(name: string) {
    this.symbol = Symbol.for(`portico.${name}`);
  }

  /** What is recorded on this very class or prototype, not on one it extends. */
  own(target: object, member?: string | symbol): T | undefined {
    const value: unknown =
      member === undefined
        ? Reflect.getOwnMetadata(this.symbol, target)
        : Reflect.getOwnMetadata(this.symbol, target, member);
    return value as T | undefined;
  }

  /** What is recorded here or on what this extends. */
  get(target: object, member?: string | symbol): T | undefined {
    const value: unknown =
      member === undefined
        ? Reflect.getMetadata(this.symbol, target)
        : Reflect.getMetadata(this.symbol, target, member);
    return value as T | undefined;
  }

  set(target: object, value: T, member?: string | symbol): void {
    if (member === undefined) Reflect.defineMetadata(this.symbol, value, target);
    else Reflect.defineMetadata(this.symbol, value, target, member);
  }
}
