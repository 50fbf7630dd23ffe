import { currentContext } from './ambient.js';
import { Context, sourceOf } from './context.js';

/**
 * The `Context` that a singleton keeps: each use speaks for the request that is running then, and throws outside one.
 */
export const ambientContext = new Context({
  get exchange() {
    return sourceOf(currentContext()).exchange;
  },
  get services() {
    return sourceOf(currentContext()).services;
  },
});
