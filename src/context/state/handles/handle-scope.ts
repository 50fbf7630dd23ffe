/** The session of one handle. Made by {@link handle}. */
export interface HandleScope {
  readonly handle: string;
}

/**
 * The session of a handle as a scope of state, for components that receive the handle some other way than as the
 * `session` argument of a tool. Each use checks that the handle is alive and belongs to the caller.
 *
 * @param id what a tool with `session: 'handle'` returned, and what `ctx.sessionId` is within it
 * @example
 * ```ts
 * @Resource('carts://{session}')
 * cart(@Param('session') session: string, ctx: Context) {
 *   return ctx.getState('cart', { scope: handle(session), default: [] });
 * }
 * ```
 */
export function handle(id: string): HandleScope {
  return { handle: id };
}
