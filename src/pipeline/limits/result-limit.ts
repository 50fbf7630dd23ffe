import type { Class } from '../../common/class.js';
import { UserError } from '../../common/user-error.js';
import type { CallInfo } from '../call.js';
import type { Interceptor } from '../interceptor.js';
import { countProblem } from './option-problems.js';

export interface ResultLimitOptions {
  /** How large a result may be as JSON, in bytes. */
  readonly bytes: number;
}

/**
 * Refuses results that are too large for a model or a client, instead of sending them: nothing is cut off. The caller is
 * told the limit, so a model can ask for less.
 *
 * @example
 * ```ts
 * const app = await PorticoFactory.create(AppModule, {
 *   name: 'orders',
 *   version: '1.0.0',
 *   interceptors: [resultLimit({ bytes: 256 * 1024 })],
 * });
 * ```
 */
export function resultLimit(options: ResultLimitOptions): Class<Interceptor> {
  return class ResultLimit implements Interceptor {
    static readonly problem = (): string | undefined => countProblem('bytes', options.bytes);

    async intercept(call: CallInfo, next: () => Promise<unknown>): Promise<unknown> {
      const result = await next();
      const size = Buffer.byteLength(JSON.stringify(result) ?? '');
      if (size <= options.bytes) return result;
      const what = call.component ? `'${call.component.entry.name}'` : call.method;
      throw new UserError(
        `The result of ${what} has ${size} bytes, and at most ${options.bytes} may be sent. Ask for less.`,
        { code: 'PORTICO_RESULT_LIMIT' },
      );
    }
  };
}
