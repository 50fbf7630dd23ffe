import type { Project } from '../project/find-project.js';

/** What one look at the project found. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'problem';
  readonly what: string;
  /** What to do about it. */
  readonly cure?: string;
}

export type Check = (project: Project) => Finding[] | Promise<Finding[]>;

export const ok = (what: string): Finding => ({ level: 'ok', what });
export const warning = (what: string, cure: string): Finding => ({ level: 'warning', what, cure });
export const problem = (what: string, cure: string): Finding => ({ level: 'problem', what, cure });
