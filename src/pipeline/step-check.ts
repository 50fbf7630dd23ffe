import type { ComponentInfo } from './call.js';

/** What a class that stands around calls may know of its own use, so that mistakes are told at the start. */
export interface CheckedStep {
  /** What is wrong with its options, if something is. */
  readonly problem?: () => string | undefined;
  /** Why it makes no sense on this one component, if it does not; not asked where it stands around several. */
  readonly problemOn?: (component: Pick<ComponentInfo, 'kind' | 'entry'>) => string | undefined;
  /** Whether it must know when a call asks its client something. */
  readonly watchesQuestions?: boolean;
}
