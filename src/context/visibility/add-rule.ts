import type { VisibilityRule } from './visibility-rule.js';

/**
 * The rules with one more at the end. Earlier ones that it makes void are left out, so that a tool which shows and hides
 * the same components for days does not gather rules.
 */
export function addRule(rules: readonly VisibilityRule[], added: VisibilityRule): VisibilityRule[] {
  const { visible: _, ...criteria } = added;
  const isAboutAll = Object.keys(criteria).every((name) => name === 'all');
  const about = identity(added);
  return [...(isAboutAll ? [] : rules.filter((rule) => identity(rule) !== about)), added];
}

function identity({ names, tags, kinds, version }: VisibilityRule): string {
  return JSON.stringify([names, tags, kinds, version].map((value) => value ?? null));
}
