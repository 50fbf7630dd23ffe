import type { Class } from '../common/class.js';
import { isPorticoError } from '../common/portico-error.js';
import { ForbiddenError } from '../common/user-error.js';
import type { Build } from '../container/resolution-plan.js';
import type { AnyFunction, Uses } from '../metadata/use.js';
import type { Call } from './call.js';
import type { Step } from './compose.js';
import type { FilterFunction } from './filter.js';
import type { GuardFunction } from './guard.js';
import type { InterceptorFunction } from './interceptor.js';
import type { CheckedStep } from './step-check.js';

/** The method by which a class serves as a guard, an interceptor, a filter or a pipe. */
const members = {
  guards: 'canActivate',
  interceptors: 'intercept',
  filters: 'catch',
  pipes: 'transform',
} as const;

/** Whether something that is used is a class to be built, not a function to be called. */
export function isUsedClass(used: Class | AnyFunction): used is Class {
  const prototype = (used as Class).prototype as Record<string, unknown> | undefined;
  return Object.values(members).some((member) => typeof prototype?.[member] === 'function');
}

/** The classes among what is used. */
export function usedClasses({ guards = [], interceptors = [], filters = [], pipes = [] }: Uses): Class[] {
  return [...guards, ...interceptors, ...filters, ...pipes].filter(isUsedClass);
}

/** Whether a step among them must know when a call asks its client something. */
export function watchQuestions(levels: readonly Uses[]): boolean {
  return levels.flatMap(usedClasses).some((used) => (used as CheckedStep).watchesQuestions === true);
}

/** What is used on one level, and how its classes are built there. */
export interface StepLevel {
  readonly uses: Uses;
  readonly build: (type: Class) => Build;
}

/**
 * The steps around a handler: filters outermost, so that they see every error, then guards, then interceptors.
 *
 * @param levels from the outermost (the application) to the innermost (the method)
 */
export function createSteps(levels: readonly StepLevel[]): Step[] {
  return [
    ...callers<FilterFunction>(levels, 'filters').map(filterStep),
    ...createGuardSteps(levels),
    ...callers<InterceptorFunction>(levels, 'interceptors').map(interceptorStep),
  ];
}

/** Filters and guards, for a call that is judged before it runs. */
export function createEntrySteps(levels: readonly StepLevel[]): Step[] {
  return createSteps(levels.map((level) => ({ ...level, uses: { ...level.uses, interceptors: [] } })));
}

/** The guards alone: a call that goes on with another request is judged again by them. */
export function createGuardSteps(levels: readonly StepLevel[]): Step[] {
  return callers<GuardFunction>(levels, 'guards').map(guardStep);
}

/** The function to call in this call: the function itself, or the method of an instance built for it. */
export type Caller<F> = (call: Call) => F;

/** What is used as one kind of thing, on all levels, from the outermost to the innermost. */
export function callers<F>(levels: readonly StepLevel[], kind: keyof typeof members): Caller<F>[] {
  return levels.flatMap(({ uses, build }) =>
    (uses[kind] ?? []).map((used) => caller<F>(used, members[kind], build)),
  );
}

function caller<F>(used: Class | AnyFunction, member: string, builder: (type: Class) => Build): Caller<F> {
  if (!isUsedClass(used)) return () => used as F;
  const build = builder(used);
  return ({ scope }) => {
    const instance = build(scope) as Record<string, AnyFunction>;
    return instance[member]!.bind(instance) as F;
  };
}

function guardStep(guard: Caller<GuardFunction>): Step {
  return async (call, next) => {
    if (await guard(call)(call)) return next();
    const what = call.component ? `'${call.component.entry.name}'` : call.method;
    throw new ForbiddenError(`You may not use ${what}.`);
  };
}

function interceptorStep(interceptor: Caller<InterceptorFunction>): Step {
  return async (call, next) => interceptor(call)(call, next);
}

function filterStep(filter: Caller<FilterFunction>): Step {
  return async (call, next) => {
    try {
      return await next();
    } catch (error) {
      if (isPorticoError(error, 'PORTICO_SUSPENDED')) throw error; // the handler will run again: nothing has failed
      return filter(call)(error, call);
    }
  };
}
