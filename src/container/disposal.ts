import { withDeadline } from '../common/deadline.js';
import type { ServerLog } from '../common/server-log.js';

/** How instances are told that their time is over. */
export interface Disposal {
  /** For each instance, in milliseconds. */
  readonly timeout: number;
  readonly log: ServerLog;
}

interface MayDispose {
  onShutdown?: (this: this) => unknown;
  [Symbol.asyncDispose]?: (this: this) => unknown;
  [Symbol.dispose]?: (this: this) => unknown;
}

/** Whether an instance of this class has something to do when its time is over. */
export function isDisposable(instance: unknown): instance is object {
  return typeof instance === 'object' && instance !== null && disposer(instance) !== undefined;
}

/**
 * Tells each instance, one after the other in the order given, that its time is over: `onShutdown()`, else
 * `Symbol.asyncDispose`, else `Symbol.dispose`. One that fails or takes too long is logged and does not stop the rest.
 */
export async function disposeAll(instances: readonly object[], { timeout, log }: Disposal): Promise<void> {
  for (const instance of instances) {
    const dispose = disposer(instance);
    if (dispose === undefined) continue;
    const name = instance.constructor.name;
    try {
      await withDeadline(dispose.call(instance) as Promise<unknown>, timeout, `Disposal of ${name}`);
    } catch (error) {
      log.error(`${name} could not be disposed:`, error);
    }
  }
}

function disposer(instance: MayDispose): ((this: MayDispose) => unknown) | undefined {
  return instance.onShutdown ?? instance[Symbol.asyncDispose] ?? instance[Symbol.dispose];
}
