import type { ComponentKind } from '../../metadata/records.js';
import type { VisibilityCriteria, VisibilityRule } from './visibility-rule.js';

/** What rules can know of a component. */
export interface Subject {
  readonly kind: ComponentKind;
  /** Its name, and its URI or URI template if it has one. */
  readonly names: readonly string[];
  readonly tags: readonly string[];
  readonly version: string | undefined;
}

export function matches(subject: Subject, { names, tags, kinds, version }: VisibilityCriteria): boolean {
  return (
    (names === undefined || subject.names.some((name) => names.includes(name))) &&
    (tags === undefined || subject.tags.some((tag) => tags.includes(tag))) &&
    (kinds === undefined || kinds.includes(subject.kind)) &&
    (version === undefined || version === subject.version)
  );
}

/** The last rule that matches decides; what no rule is about is visible. */
export function isVisible(subject: Subject, rules: readonly VisibilityRule[]): boolean {
  return rules.findLast((rule) => matches(subject, rule))?.visible ?? true;
}
