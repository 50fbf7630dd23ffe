import type { Class } from '../common/class.js';
import type { Pipe, PipeFunction } from '../metadata/pipe.js';
import { parameterDecorator, type MethodParameterDecorator } from '../metadata/parameters.js';
import type { Context } from './context.js';

/**
 * Makes a parameter decorator of your own. The factory runs for each call; it may be async. Where the decorator is used,
 * pipes may follow what it is given; see {@link UsePipes}.
 *
 * @param factory receives what the decorator was given, and the context of the call
 * @example
 * ```ts
 * export const Language = createParamDecorator((fallback: string, ctx) => ctx.http?.headers['accept-language'] ?? fallback);
 *
 * @Tool('Greet someone')
 * greet(input: GreetInput, @Language('en') language: string) {}
 * ```
 */
export function createParamDecorator<D = void>(
  factory: (data: D, context: Context) => unknown,
): (data: D, ...pipes: readonly (Class<Pipe> | PipeFunction)[]) => MethodParameterDecorator {
  return (data, ...pipes) =>
    parameterDecorator({
      kind: 'custom',
      data,
      pipes,
      factory: (given, context) => factory(given as D, context as Context),
    });
}
