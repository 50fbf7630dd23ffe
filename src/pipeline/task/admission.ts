import type { Component } from '../component.js';
import { compose, type Core, type Step } from '../compose.js';
import { parse, resultOf, type Unwrapped } from '../core.js';
import type { ArgumentSource } from '../handler/argument-source.js';
import { isOutcome } from '../output/is-outcome.js';

/** What an admission comes to where the call may run. */
export const ADMITTED = Symbol('admitted');

/** Judges a call without running it. Another result than {@link ADMITTED} is what the call comes to instead. */
export interface Admission {
  /** Leaves the questions of parameters to the run. */
  readonly judge: Core;
  /** Asks them, so that the run finds their answers. */
  readonly ask: Core;
}

/**
 * Everything that comes before a handler: filters, guards, the validation of the arguments, and, where wanted, what
 * parameters ask the user.
 *
 * @param steps filters and guards, the outermost first
 */
export function admissionOf(
  component: Unwrapped<Component>,
  steps: readonly Step[],
  questions: readonly ArgumentSource[],
): Admission {
  const toResult = resultOf(component);
  const admission = (asking: readonly ArgumentSource[]): Core => {
    const composed = compose(steps, async (call) => {
      call.input = component.input && (await parse(component.input, call.arguments));
      await Promise.all(asking.map((question) => question(call)));
      return ADMITTED;
    });
    return async (call) => {
      const left = await composed(call);
      return left === ADMITTED || isOutcome(component.kind, left) ? left : toResult(call, left);
    };
  };
  return { judge: admission([]), ask: admission(questions) };
}
