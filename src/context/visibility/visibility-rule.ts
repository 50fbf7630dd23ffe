import type { ComponentKind } from '../../metadata/records.js';

/** Which components a rule is about. All criteria that are given must match; within a list one is enough. */
export interface VisibilityCriteria {
  /** Names, or URIs and URI templates of resources. */
  readonly names?: readonly string[];
  readonly tags?: readonly string[];
  /** `resource` means resources and resource templates. */
  readonly kinds?: readonly ComponentKind[];
  /** As the component declares it; one without a version has none of these. */
  readonly version?: string;
  /** Every component. */
  readonly all?: true;
}

/** Shows or hides components. A later rule wins over an earlier one, and a rule of a session over one of the server. */
export interface VisibilityRule extends VisibilityCriteria {
  readonly visible: boolean;
}
