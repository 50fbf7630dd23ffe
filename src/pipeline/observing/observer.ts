import type { Eventually } from '../../common/eventually.js';
import type { Exchange } from '../../context/exchange.js';

/**
 * Stands around everything a client asks for, outside of all guards, interceptors and filters, and changes nothing of
 * what comes of it. What it passes on may know more than what it was given.
 */
export type Observer = (
  exchange: Exchange,
  next: (exchange: Exchange) => Eventually<unknown>,
) => Eventually<unknown>;

/** Several observers as one, the first outermost. Without any there is none: who observes nothing pays nothing. */
export function observe(observers: readonly Observer[]): Observer {
  return observers.reduceRight<Observer>(
    (inner, outer) => (exchange, next) => outer(exchange, (seen) => inner(seen, next)),
    (exchange, next) => next(exchange),
  );
}
