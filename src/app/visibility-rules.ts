import { isPorticoError } from '../common/portico-error.js';
import type { StartupProblems } from '../common/startup-problem.js';
import { readCriteria } from '../context/visibility/read-criteria.js';
import type { VisibilityRule } from '../context/visibility/visibility-rule.js';

/** The rules of the server, checked; what is wrong with one keeps the application from starting. */
export function visibilityRules(
  given: readonly VisibilityRule[] = [],
  problems: StartupProblems,
): readonly VisibilityRule[] {
  return given.flatMap((rule, i) => {
    const where = `PorticoOptions.visibility[${i}]`;
    try {
      const { visible, ...criteria } = rule;
      if (typeof visible === 'boolean') return [{ ...readCriteria(where, criteria), visible }];
      problems.add('PORTICO_VISIBILITY_RULE', where, 'visible must be true or false', 'Say which.');
    } catch (error) {
      if (!isPorticoError(error)) throw error;
      problems.add('PORTICO_VISIBILITY_RULE', where, error.message, 'Correct the rule.');
    }
    return [];
  });
}
