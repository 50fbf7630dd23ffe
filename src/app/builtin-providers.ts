import { SERVER_LOG, type ServerLog } from '../common/server-log.js';
import type { ApplicationContainer } from '../container/application-container.js';
import type { ProviderNode } from '../container/provider-node.js';
import { ambientContext } from '../context/ambient-context.js';
import { Context } from '../context/context.js';
import type { ContextServices } from '../context/context-services.js';
import { defaultService, serviceTokens, type ServicePorts } from '../context/default-services.js';
import { tokenName, type Token } from '../metadata/inject.js';

const names = Object.keys(serviceTokens) as (keyof ContextServices)[];

/** What every application provides without being asked: `Context`, and the services behind it. */
export function builtinProviders(ports: ServicePorts, log: ServerLog): ProviderNode[] {
  const context: ProviderNode = {
    ...base(Context),
    scope: 'ambient',
    owned: false,
    create: () => ambientContext,
    ambient: { standIn: ambientContext, of: (scope) => scope.context },
  };
  const services = names.map((name): ProviderNode => ({
    ...base(serviceTokens[name]),
    scope: 'singleton',
    owned: true,
    create: () => defaultService(name, ports),
  }));
  const logNode: ProviderNode = {
    ...base(SERVER_LOG, 'the log'),
    scope: 'singleton',
    owned: false,
    create: () => log,
  };
  return [context, logNode, ...services];
}

/** The services as the application has them: its own, else the built-in ones. */
export function contextServices(container: ApplicationContainer): ContextServices {
  return Object.fromEntries(
    names.map((name) => [name, container.get(serviceTokens[name])]),
  ) as unknown as ContextServices;
}

function base(token: Token, name = tokenName(token)) {
  return {
    key: Symbol(name),
    token,
    name,
    module: undefined,
    dependencies: [],
    links: [],
    mayBecomeRequest: false,
    endsWithRequest: false,
  };
}
