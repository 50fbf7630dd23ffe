import type { Call } from './call.js';

/** One thing around a handler: it calls `next` for what is within, or does not. */
export type Step = (call: Call, next: () => Promise<unknown>) => Promise<unknown>;

export type Core = (call: Call) => Promise<unknown>;

/** Puts steps around a core, the first outermost. Without steps the core itself: who uses none pays for none. */
export function compose(steps: readonly Step[], core: Core): Core {
  return steps.reduceRight<Core>((next, step) => (call) => step(call, () => next(call)), core);
}
