import type { Scope } from '../container/scope.js';
import type { Context } from '../context/context.js';
import type { Exchange } from '../context/exchange.js';
import type { Component } from './component.js';

/** What guards, interceptors and filters may know of a call. */
export interface CallInfo {
  readonly context: Context;
  /** The protocol's method, such as `tools/call`. */
  readonly method: string;
  /** What is called; absent for lists. */
  readonly component: ComponentInfo | undefined;
  /** The arguments as the client sent them, before they are validated. */
  readonly arguments: unknown;
}

/** What may be known of a component from outside. */
export type ComponentInfo = Pick<Component, 'kind' | 'where' | 'entry'>;

/** What the stages of the pipeline pass along for one request. */
export interface Call extends CallInfo {
  readonly exchange: Exchange;
  readonly scope: Scope;
  /** The validated arguments, once they are: an instance of the DTO, or what the schema made of them. */
  input: unknown;
  /** The variables of a resource's URI, or the arguments of a prompt, as they came. */
  readonly variables: Readonly<Record<string, string>>;
}
