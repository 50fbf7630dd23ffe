import type { Class } from '../common/class.js';
import { useDecorator, type UseDecorator } from './use.js';

/** Which parameter of a handler a pipe is given the value of. */
export interface PipedArgument {
  /** All arguments, one variable or prompt argument (`@Param`), or what a decorator of your own computes. */
  readonly kind: 'args' | 'param' | 'custom';
  /** What `@Param` names. */
  readonly name: string | undefined;
  /** The declared type of the parameter, where types are emitted. */
  readonly type: unknown;
}

/** Makes of a value what the handler is to get; what it throws is the answer: a `UserError` is told to the client. */
export interface Pipe {
  transform(value: never, argument: PipedArgument): unknown;
}

export type PipeFunction = (value: never, argument: PipedArgument) => unknown;

/**
 * Sends the values of parameters through pipes on their way to the handler; the result of one is what the next is given. They
 * run after guards, after interceptors have let the call pass, and after the arguments were validated: those of the
 * application first, then those of the module, of the class, of the method, then those of the parameter itself
 * (`@Args(pipe)`, `@Param('id', pipe)`, and the decorators of `createParamDecorator`). `Context` and `Principal` go through
 * none. For whole numbers, choices and the like no pipe is needed: that is what the declared type of a parameter does.
 *
 * @param pipes classes from the container, or functions
 * @example
 * ```ts
 * const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : value);
 *
 * @Injectable()
 * class CityPipe implements Pipe {
 *   constructor(private readonly cities: Cities) {}
 *   async transform(name: string) {
 *     const city = await this.cities.find(name);
 *     if (!city) throw new NotFoundError(`There is no ${name}.`);
 *     return city;
 *   }
 * }
 *
 * @UsePipes(trimmed)
 * @Injectable()
 * class CityResources {
 *   @Resource('city://{name}') city(@Param('name', CityPipe) city: City) { return city; }
 * }
 * ```
 */
export function UsePipes(...pipes: readonly (Class<Pipe> | PipeFunction)[]): UseDecorator {
  return useDecorator({ pipes });
}
