import type { Exchange } from './exchange.js';

/**
 * An exchange that differs from another in a few properties and follows it in all others, also when they change: a flow
 * that goes on with another request speaks through that one.
 */
export function deriveExchange(exchange: Exchange, changes: Partial<Exchange>): Exchange {
  const properties = Object.entries(changes).map(
    ([key, value]) => [key, { value, enumerable: true }] as const,
  );
  return Object.create(exchange, Object.fromEntries(properties)) as Exchange;
}
