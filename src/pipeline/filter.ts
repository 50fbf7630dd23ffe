import type { Class } from '../common/class.js';
import { useDecorator, type UseDecorator } from '../metadata/use.js';
import type { CallInfo } from './call.js';

/** Turns an error into a result, or into another error. What it does not know it throws again. */
export interface Filter {
  catch(error: unknown, call: CallInfo): unknown;
}

export type FilterFunction = (error: unknown, call: CallInfo) => unknown;

/**
 * Hands errors of calls to filters: those of the method first, then those of the class, of the module, of the
 * application. Errors of guards and interceptors are handed over too.
 *
 * @example
 * ```ts
 * @UseFilters((error) => {
 *   if (error instanceof PaymentDeclined) throw new UserError(`The bank declined: ${error.reason}`);
 *   throw error;
 * })
 * @Injectable()
 * class PaymentTools {}
 * ```
 */
export function UseFilters(...filters: readonly (Class<Filter> | FilterFunction)[]): UseDecorator {
  return useDecorator({ filters });
}
