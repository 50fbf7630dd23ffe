import type { ComponentKind } from '../../metadata/records.js';

/** Shows or hides components. All criteria that are given must match; a later rule wins over an earlier one. */
export interface VisibilityRule {
  readonly visible: boolean;
  readonly names?: readonly string[];
  readonly tags?: readonly string[];
  readonly kinds?: readonly ComponentKind[];
}
