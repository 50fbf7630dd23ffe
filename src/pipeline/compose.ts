import type { Eventually } from '../common/eventually.js';
import type { Call } from './call.js';

/** One thing around a handler: it calls `next` for what is within, or does not. */
export type Step = (call: Call, next: () => Promise<unknown>) => Promise<unknown>;

/** What is within all steps, or stands for steps and their core together. */
export type Core = (call: Call) => Eventually<unknown>;

/** Puts steps around a core, the first outermost. Without steps the core itself: who uses none pays for none. */
export function compose(steps: readonly Step[], core: Core): Core {
  if (steps.length === 0) return core;
  return steps.reduceRight<(call: Call) => Promise<unknown>>(
    (next, step) => (call) => step(call, () => next(call)),
    async (call) => core(call),
  );
}
