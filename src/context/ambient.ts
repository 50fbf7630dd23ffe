import { AsyncLocalStorage } from 'node:async_hooks';
import { PorticoError } from '../common/portico-error.js';
import type { Context } from './context.js';
import type { Exchange } from './exchange.js';

/** What the code that runs belongs to. One store for both: each costs every promise of the process something. */
interface Ambient {
  readonly context: Context | undefined;
  /** The request that is being answered, also where no code of the application runs. */
  readonly exchange: Exchange | undefined;
}

const storage = new AsyncLocalStorage<Ambient>();

/**
 * Runs a function so that {@link Context.current} finds the given context in it and in all it awaits.
 *
 * @example
 * ```ts
 * emitter.on('row', (row) => runInContext(ctx, () => this.audit.note(row)));
 * ```
 */
export function runInContext<T>(context: Context, fn: () => T): T {
  return storage.run({ context, exchange: storage.getStore()?.exchange }, fn);
}

/** The context of the request that is running; `undefined` outside one. */
export function findContext(): Context | undefined {
  return storage.getStore()?.context;
}

/** Runs a function as a part of answering a request. */
export function runInExchange<T>(exchange: Exchange, fn: () => T): T {
  return storage.run({ context: findContext(), exchange }, fn);
}

/** The request that is being answered; `undefined` outside one. */
export function findExchange(): Exchange | undefined {
  return storage.getStore()?.exchange;
}

/** @throws PorticoError `PORTICO_NO_CONTEXT` outside a request */
export function currentContext(): Context {
  const context = findContext();
  if (context) return context;
  throw new PorticoError(
    'PORTICO_NO_CONTEXT',
    'Context was used outside a request. It exists while a tool, resource or prompt runs; a timer, an event listener or a constructor of a singleton is outside. Pass the data along, or wrap the callback in runInContext(ctx, fn).',
  );
}
