import { LoggingService } from './logging/logging-service.js';
import { ProgressService } from './progress/progress-service.js';
import type { ComponentGateway } from './resources/component-gateway.js';
import { ComponentService } from './resources/component-service.js';
import { createMemoryCache } from './state/memory-cache.js';
import { StateService } from './state/state-service.js';

/** A service behind the façade, and how it is made where the application provides none of its own. */
export interface ServiceDefault {
  readonly token: typeof LoggingService | typeof ProgressService | typeof StateService | typeof ComponentService;
  readonly create: () => object;
}

/** The services behind {@link Context}, each a provider that an application may replace. */
export function defaultServices(gateway: ComponentGateway, stateCapacity: number | undefined): readonly ServiceDefault[] {
  return [
    { token: LoggingService, create: () => new LoggingService() },
    { token: ProgressService, create: () => new ProgressService() },
    { token: StateService, create: () => new StateService(createMemoryCache(stateCapacity)) },
    { token: ComponentService, create: () => new ComponentService(gateway) },
  ];
}
