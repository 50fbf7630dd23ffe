import type { StartupProblems } from '../common/startup-problem.js';
import type { Uses } from '../metadata/use.js';
import type { ComponentInfo } from '../pipeline/call.js';
import { usedClasses } from '../pipeline/create-steps.js';
import type { CheckedStep } from '../pipeline/step-check.js';

const CURE = 'Correct the options of the guard, interceptor or filter.';

/** Mistakes in what stands around calls, as far as its classes can tell them. */
export function checkSteps(where: string, used: readonly object[], problems: StartupProblems): void {
  for (const type of used) {
    const problem = (type as CheckedStep).problem?.();
    if (problem) problems.add('PORTICO_STEP_OPTION', where, `${nameOf(type)}: ${problem}`, CURE);
  }
}

/** What stands on the method of a component and does not fit it. */
export function checkStepsOn(
  where: string,
  component: Pick<ComponentInfo, 'kind' | 'entry'>,
  uses: Uses,
  problems: StartupProblems,
): void {
  for (const type of usedClasses(uses)) {
    const problem = (type as unknown as CheckedStep).problemOn?.(component);
    if (problem)
      problems.add(
        'PORTICO_STEP_OPTION',
        where,
        problem,
        'Add the annotation if it is so, else remove the step.',
      );
  }
}

function nameOf(type: object): string {
  const { name } = type as { readonly name: string };
  return name.charAt(0).toLowerCase() + name.slice(1);
}
