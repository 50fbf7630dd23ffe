import type { Class } from '../common/class.js';
import type { ChangePublisher } from './changes/change.js';
import { ChangeService } from './changes/change-service.js';
import type { ContextServices } from './context-services.js';
import { EffectService } from './effects/effect-service.js';
import { ElicitationService } from './elicitation/elicitation-service.js';
import { LoggingService } from './logging/logging-service.js';
import { ProgressService } from './progress/progress-service.js';
import type { ComponentGateway } from './resources/component-gateway.js';
import { ComponentService } from './resources/component-service.js';
import { RootsService } from './roots/roots-service.js';
import { SamplingService, type SamplingPorts } from './sampling/sampling-service.js';
import { createMemoryCache } from './state/memory-cache.js';
import { StateService } from './state/state-service.js';

/** What the services behind the façade stand on. */
export interface ServicePorts {
  readonly gateway: ComponentGateway;
  readonly changes: ChangePublisher;
  /** How many values the store of state in this process holds. */
  readonly stateCapacity: number | undefined;
  readonly sampling: SamplingPorts;
}

/** The tokens of the services: an application may provide another under the same token. */
export const serviceTokens = {
  logging: LoggingService,
  progress: ProgressService,
  state: StateService,
  components: ComponentService,
  changes: ChangeService,
  effects: EffectService,
  elicitation: ElicitationService,
  sampling: SamplingService,
  roots: RootsService,
} as const satisfies Record<keyof ContextServices, Class>;

/** How each service is made where the application provides none of its own. */
export function defaultService(name: keyof ContextServices, ports: ServicePorts): object {
  switch (name) {
    case 'logging':
      return new LoggingService();
    case 'progress':
      return new ProgressService();
    case 'state':
      return new StateService(createMemoryCache(ports.stateCapacity));
    case 'components':
      return new ComponentService(ports.gateway);
    case 'changes':
      return new ChangeService(ports.changes);
    case 'effects':
      return new EffectService();
    case 'elicitation':
      return new ElicitationService();
    case 'sampling':
      return new SamplingService(ports.sampling);
    case 'roots':
      return new RootsService();
  }
}
