import type { Class } from '../common/class.js';
import { useDecorator, type UseDecorator } from '../metadata/use.js';
import type { CallInfo } from './call.js';

/** Stands around a call: sees its result (a `ToolResult`, for a tool) and may replace it, repeat it or leave it out. */
export interface Interceptor {
  intercept(call: CallInfo, next: () => Promise<unknown>): unknown;
}

export type InterceptorFunction = (call: CallInfo, next: () => Promise<unknown>) => unknown;

/**
 * Puts interceptors around calls, the first outermost; those of the application stand furthest out, then those of the
 * module, of the class, of the method.
 *
 * @example
 * ```ts
 * @UseInterceptors(async ({ component }, next) => {
 *   const start = performance.now();
 *   try { return await next(); } finally { metrics.record(component?.where, performance.now() - start); }
 * })
 * @Module({ providers: [OrderTools] })
 * class OrderModule {}
 * ```
 */
export function UseInterceptors(
  ...interceptors: readonly (Class<Interceptor> | InterceptorFunction)[]
): UseDecorator {
  return useDecorator({ interceptors });
}

/**
 * Makes a decorator of your own that stands around a method (or all methods of a class or module).
 *
 * @param around receives what the decorator was given, the call, and what is within
 * @example
 * ```ts
 * const Logged = createMethodDecorator(async (label: string, { context }, next) => {
 *   await context.debug(label);
 *   return next();
 * });
 *
 * @Logged('paying')
 * @Tool('Pay an invoice')
 * pay(input: PayInput) {}
 * ```
 */
export function createMethodDecorator<D = void>(
  around: (data: D, call: CallInfo, next: () => Promise<unknown>) => unknown,
): (data: D) => UseDecorator {
  return (data) => UseInterceptors((call, next) => around(data, call, next));
}
