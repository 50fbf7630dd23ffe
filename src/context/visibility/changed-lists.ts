import { isVisible, type Subject } from './subject.js';
import type { VisibilityRule } from './visibility-rule.js';

const lists = { tool: 'tools', resource: 'resources', prompt: 'prompts' } as const;

/** The lists that are another by other rules. */
export function changedLists(
  subjects: readonly Subject[],
  before: readonly VisibilityRule[],
  after: readonly VisibilityRule[],
): Set<'tools' | 'resources' | 'prompts'> {
  const changed = subjects.filter((subject) => isVisible(subject, before) !== isVisible(subject, after));
  return new Set(changed.map(({ kind }) => lists[kind]));
}
