import type { Scope } from '../container/scope.js';
import type { Context } from '../context/context.js';
import type { Exchange } from '../context/exchange.js';

/** What the stages of the pipeline pass along for one request. */
export interface Call {
  readonly exchange: Exchange;
  readonly context: Context;
  readonly scope: Scope;
  /** The validated arguments: an instance of the DTO, or what the schema made of them. */
  readonly input: unknown;
  /** The variables of a resource's URI, or the arguments of a prompt, as they came. */
  readonly variables: Readonly<Record<string, string>>;
}
