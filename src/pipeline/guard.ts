import type { Class } from '../common/class.js';
import { useDecorator, type UseDecorator } from '../metadata/use.js';
import type { CallInfo } from './call.js';

/** Decides whether a call may go on. `false` refuses it; an error of its own refuses it with that text. */
export interface Guard {
  canActivate(call: CallInfo): boolean | Promise<boolean>;
}

export type GuardFunction = (call: CallInfo) => boolean | Promise<boolean>;

/**
 * Lets calls pass only if every guard agrees, in this order; those of the application come first, then those of the
 * module, of the class, of the method.
 *
 * @example
 * ```ts
 * @Injectable()
 * class OfficeHours implements Guard {
 *   constructor(private readonly clock: Clock) {}
 *   canActivate() { return this.clock.hour >= 9 && this.clock.hour < 17; }
 * }
 *
 * @UseGuards(OfficeHours, ({ context }) => context.principal !== undefined)
 * @Tool('Pay an invoice')
 * pay(input: PayInput) {}
 * ```
 */
export function UseGuards(...guards: readonly (Class<Guard> | GuardFunction)[]): UseDecorator {
  return useDecorator({ guards });
}
