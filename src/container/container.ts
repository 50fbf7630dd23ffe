/**
 * The small port behind which a dependency injection container keeps the singletons of an application. Keys are
 * symbols, one for each provider of each module, so that two modules may use one token for different things.
 */
export interface Container {
  /** Registers how a singleton is made. It is made once, when first resolved. A later registration replaces it. */
  register(key: symbol, create: () => unknown): void;

  /** @throws when nothing is registered under the key, or making it fails */
  resolve(key: symbol): unknown;
}
