import type { Duration } from '../common/duration.js';
import type { StartupProblems } from '../common/startup-problem.js';
import type { TaskPlan } from '../pipeline/task/task-plan.js';
import { durationOrReport } from './duration-or-report.js';

/** What the option `task` of a tool means; code that is not type-checked may have written anything. */
export function taskPlan(where: string, task: unknown, problems: StartupProblems): TaskPlan | undefined {
  if (task === undefined || task === 'forbidden') return undefined;
  if (task === 'optional' || task === 'required') return { support: task, after: undefined };
  if (typeof task === 'object' && task !== null && Object.keys(task).join() === 'after') {
    const { after } = task as { readonly after: Duration };
    return { support: 'optional', after: durationOrReport(where, after ?? NaN, problems, 'task: { after }') };
  }
  problems.add(
    'PORTICO_TASK_SUPPORT',
    where,
    `task: ${JSON.stringify(task)} is not known`,
    `Write 'optional', 'required', 'forbidden', or { after: '2s' }.`,
  );
  return undefined;
}
