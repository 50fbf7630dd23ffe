import type { Class } from '../common/class.js';
import type { Clock } from '../common/clock.js';
import { Redactor, type RedactionOptions } from '../common/redaction/redactor.js';
import type { ChangePublisher } from './changes/change.js';
import { ChangeService } from './changes/change-service.js';
import type { ContextServices } from './context-services.js';
import { EffectService } from './effects/effect-service.js';
import { ElicitationService } from './elicitation/elicitation-service.js';
import { findContext } from './ambient.js';
import { sourceOf } from './context.js';
import type { JobGateway } from './jobs/job-gateway.js';
import { Jobs } from './jobs/jobs.js';
import { LoggingService } from './logging/logging-service.js';
import type { Exchange } from './exchange.js';
import { ProgressService } from './progress/progress-service.js';
import type { ComponentGateway } from './resources/component-gateway.js';
import { ComponentService } from './resources/component-service.js';
import { RootsService } from './roots/roots-service.js';
import { SamplingService, type SamplingPorts } from './sampling/sampling-service.js';
import { StateService } from './state/state-service.js';
import type { StateParts } from './state/state-settings.js';
import { VisibilityService, type VisibilityPorts } from './visibility/visibility-service.js';

/** What the services behind the façade stand on. */
export interface ServicePorts {
  readonly gateway: ComponentGateway;
  readonly changes: ChangePublisher;
  readonly state: StateParts;
  readonly visibility: Omit<VisibilityPorts, 'changes'>;
  readonly sampling: SamplingPorts;
  readonly jobs: JobGateway;
  readonly clock: Clock;
  /** What else is secret in what clients are told. */
  readonly redact: RedactionOptions | undefined;
}

/** The tokens of the services: an application may provide another under the same token. */
export const serviceTokens = {
  logging: LoggingService,
  progress: ProgressService,
  state: StateService,
  components: ComponentService,
  changes: ChangeService,
  visibility: VisibilityService,
  effects: EffectService,
  elicitation: ElicitationService,
  sampling: SamplingService,
  roots: RootsService,
  jobs: Jobs,
} as const satisfies Record<keyof ContextServices, Class>;

/** How each service is made where the application provides none of its own. */
export function defaultService(name: keyof ContextServices, ports: ServicePorts): object {
  switch (name) {
    case 'logging':
      return new LoggingService(new Redactor(ports.redact));
    case 'progress':
      return new ProgressService();
    case 'state':
      return new StateService(ports.state);
    case 'components':
      return new ComponentService(ports.gateway);
    case 'changes':
      return new ChangeService(ports.changes);
    case 'visibility':
      return new VisibilityService({ ...ports.visibility, changes: ports.changes });
    case 'effects':
      return new EffectService(ports.clock);
    case 'elicitation':
      return new ElicitationService();
    case 'sampling':
      return new SamplingService(ports.sampling);
    case 'roots':
      return new RootsService();
    case 'jobs':
      return new Jobs(ports.jobs, currentExchange);
  }
}

/** The request that is running, if there is one: what a service queues within it belongs to its caller. */
function currentExchange(): Exchange | undefined {
  const context = findContext();
  return context && sourceOf(context).exchange;
}
