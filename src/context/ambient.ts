import { AsyncLocalStorage } from 'node:async_hooks';
import { PorticoError } from '../common/portico-error.js';
import { Later } from '../common/later.js';
import type { Context } from './context.js';
import type { Exchange } from './exchange.js';

/** What the code that runs belongs to. One store for both: each costs every promise of the process something. */
interface Ambient {
  readonly context: Context | undefined;
  /** The request that is being answered, also where no code of the application runs. */
  readonly exchange: Exchange | undefined;
}

const storage = new AsyncLocalStorage<Ambient | undefined>();

/**
 * Runs a function so that {@link Context.current} finds the given context in it and in all it awaits.
 *
 * @example
 * ```ts
 * emitter.on('row', (row) => runInContext(ctx, () => this.audit.note(row)));
 * ```
 */
export function runInContext<T>(context: Context, fn: () => T): T {
  const around = storage.getStore();
  return within(around, { context, exchange: around?.exchange }, fn);
}

/** The context of the request that is running; `undefined` outside one. */
export function findContext(): Context | undefined {
  return storage.getStore()?.context;
}

/** Runs a function as a part of answering a request. */
export function runInExchange<T>(exchange: Exchange, fn: () => T): T {
  const around = storage.getStore();
  return within(around, { context: around?.context, exchange }, fn);
}

/** What follows a value that comes later belongs to what is around the function again. */
function within<T>(around: Ambient | undefined, ambient: Ambient, fn: () => T): T {
  const value = storage.run(ambient, fn);
  if (!(value instanceof Later)) return value;
  return value.within((follow) => storage.run(around, follow)) as T;
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
