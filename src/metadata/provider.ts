import type { Class } from '../common/class.js';
import type { ProviderScope } from './injectable.js';
import type { Token } from './inject.js';

/** A value that exists already. */
export interface ValueProvider<T = unknown> {
  readonly provide: Token<T>;
  readonly useValue: T;
}

/** Another class than the token. */
export interface ClassProvider<T = unknown> {
  readonly provide: Token<T>;
  readonly useClass: Class;
  readonly scope?: ProviderScope;
}

/** A function that makes the value; it may be async, and is awaited before the application starts. */
export interface FactoryProvider<T = unknown> {
  readonly provide: Token<T>;
  readonly useFactory: (...dependencies: never[]) => T | Promise<T>;
  /** What the function's parameters ask for. */
  readonly inject?: readonly Token[];
  readonly scope?: ProviderScope;
  /**
   * For `scope: 'request'`: tell what the function made, at the end of the request, that its time is over (`onShutdown`,
   * `Symbol.asyncDispose` or `Symbol.dispose`). Default: `false`, since the function may return something that is shared,
   * such as a pool. A singleton is told when the application closes.
   */
  readonly dispose?: boolean;
}

/** A second name for what another token provides. */
export interface ExistingProvider<T = unknown> {
  readonly provide: Token<T>;
  readonly useExisting: Token;
}

/** What stands in a module's `providers`: a class, or one of the four ways to provide a token. */
export type Provider = Class | ValueProvider | ClassProvider | FactoryProvider | ExistingProvider;
