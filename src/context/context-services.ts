import type { ChangeService } from './changes/change-service.js';
import type { EffectService } from './effects/effect-service.js';
import type { ElicitationService } from './elicitation/elicitation-service.js';
import type { Jobs } from './jobs/jobs.js';
import type { LoggingService } from './logging/logging-service.js';
import type { ProgressService } from './progress/progress-service.js';
import type { ComponentService } from './resources/component-service.js';
import type { RootsService } from './roots/roots-service.js';
import type { SamplingService } from './sampling/sampling-service.js';
import type { StateService } from './state/state-service.js';
import type { VisibilityService } from './visibility/visibility-service.js';

/** The services behind the façade, one for each concern. Each is a provider and can be replaced by another. */
export interface ContextServices {
  readonly logging: LoggingService;
  readonly progress: ProgressService;
  readonly state: StateService;
  readonly components: ComponentService;
  readonly changes: ChangeService;
  readonly visibility: VisibilityService;
  readonly effects: EffectService;
  readonly elicitation: ElicitationService;
  readonly sampling: SamplingService;
  readonly roots: RootsService;
  readonly jobs: Jobs;
}
