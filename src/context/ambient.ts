import { AsyncLocalStorage } from 'node:async_hooks';
import { PorticoError } from '../common/portico-error.js';
import type { Context } from './context.js';

const storage = new AsyncLocalStorage<Context>();

/**
 * Runs a function so that {@link Context.current} finds the given context in it and in all it awaits.
 *
 * @example
 * ```ts
 * emitter.on('row', (row) => runInContext(ctx, () => this.audit.note(row)));
 * ```
 */
export function runInContext<T>(context: Context, fn: () => T): T {
  return storage.run(context, fn);
}

/** The context of the request that is running; `undefined` outside one. */
export function findContext(): Context | undefined {
  return storage.getStore();
}

/** @throws PorticoError `PORTICO_NO_CONTEXT` outside a request */
export function currentContext(): Context {
  const context = storage.getStore();
  if (context) return context;
  throw new PorticoError(
    'PORTICO_NO_CONTEXT',
    'Context was used outside a request. It exists while a tool, resource or prompt runs; a timer, an event listener or a constructor of a singleton is outside. Pass the data along, or wrap the callback in runInContext(ctx, fn).',
  );
}
