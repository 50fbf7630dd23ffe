import type { Class } from '../../common/class.js';
import type { Build } from '../../container/resolution-plan.js';
import type { PipedArgument, PipeFunction } from '../../metadata/pipe.js';
import type { AnyFunction } from '../../metadata/use.js';
import { callers, type Caller, type StepLevel } from '../create-steps.js';
import type { ArgumentSource } from './argument-source.js';
import { Handler } from './handler.js';

/** A parameter that pipes may stand before, and those that stand on itself. */
export interface PipedParameter {
  readonly argument: PipedArgument;
  readonly pipes: readonly (Class | AnyFunction)[];
}

/** How the parameters of a handler are filled. */
export interface FilledParameters {
  readonly sources: readonly ArgumentSource[];
  readonly awaitArguments: boolean;
  /** By position; absent where no pipe may stand. */
  readonly piped: readonly (PipedParameter | undefined)[];
}

/**
 * Puts pipes between what fills the parameters of a handler and the handler. Where there are none, nothing is added.
 *
 * @param levels what is used on each level, from the application to the method
 */
export function createHandler(
  build: Build,
  method: string,
  { sources, awaitArguments, piped }: FilledParameters,
  levels: readonly StepLevel[],
  buildUsed: (type: Class) => Build,
): Handler {
  let isPiped = false;
  const filled = sources.map((source, index) => {
    const parameter = piped[index];
    if (!parameter) return source;
    const own = { uses: { pipes: parameter.pipes }, build: buildUsed };
    const pipes = callers<PipeFunction>([...levels, own], 'pipes');
    if (pipes.length === 0) return source;
    isPiped = true;
    return throughPipes(source, parameter.argument, pipes);
  });
  return new Handler(build, method, filled, awaitArguments || isPiped);
}

function throughPipes(
  source: ArgumentSource,
  argument: PipedArgument,
  pipes: readonly Caller<PipeFunction>[],
): ArgumentSource {
  return async (call) => {
    let value: unknown = await source(call);
    for (const pipe of pipes) value = await pipe(call)(value as never, argument);
    return value;
  };
}
