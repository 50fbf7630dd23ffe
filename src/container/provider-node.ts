import type { ProviderScope } from '../metadata/injectable.js';
import type { Token } from '../metadata/inject.js';
import type { Scope } from './scope.js';

/** What one constructor or factory parameter asks for. */
export interface Dependency {
  readonly token: Token;
  readonly optional: boolean;
  /** How the parameter is written in messages: `constructor parameter 2`. */
  readonly label: string;
}

/**
 * One provider of one module. An `ambient` provider (such as `Context`) gives the value of the call where it is
 * built within one, and elsewhere a stand-in that finds the call when it is used.
 */
export interface ProviderNode {
  readonly key: symbol;
  readonly token: Token;
  /** How it is written in messages. */
  readonly name: string;
  readonly module: ModuleNode | undefined;
  readonly dependencies: readonly Dependency[];
  /** Filled when the graph is linked; `undefined` for an optional dependency nobody provides. */
  links: readonly (ProviderNode | undefined)[];
  scope: ProviderScope | 'ambient';
  /** No scope was asked for, and it may become request-scoped by what it depends on. */
  readonly mayBecomeRequest: boolean;
  readonly create: (...dependencies: unknown[]) => unknown;
  /** Made here, so initialised and disposed here; a value that was handed in is its owner's business. */
  readonly owned: boolean;
  /** New for each request, so disposed at its end; what a factory returns may be shared. */
  readonly endsWithRequest: boolean;
  /** A second name: what it stands for is its only link. */
  readonly isAlias?: boolean;
  readonly ambient?: { readonly standIn: unknown; readonly of: (scope: Scope) => unknown };
}

/** A module while the application starts. */
export interface ModuleNode {
  readonly name: string;
  readonly imports: ModuleNode[];
  readonly providers: Map<Token, ProviderNode>;
  readonly exports: ReadonlySet<Token>;
  /** The class that carries `@Module`, as it may stand in another module's `exports`. */
  readonly type: Token;
}
