import { SERVER_LOG, type ServerLog } from '../common/server-log.js';
import type { ApplicationContainer } from '../container/application-container.js';
import type { ProviderNode } from '../container/provider-node.js';
import { ambientContext } from '../context/ambient-context.js';
import { Context } from '../context/context.js';
import type { ContextServices } from '../context/context-services.js';
import { defaultService, serviceTokens, type ServicePorts } from '../context/default-services.js';
import { ambientPrincipal } from '../identity/ambient-principal.js';
import { Principal } from '../identity/principal.js';
import { requirePrincipal } from '../context/require-principal.js';
import { tokenName, type Token } from '../metadata/inject.js';

const names = Object.keys(serviceTokens) as (keyof ContextServices)[];

/** What every application provides without being asked: `Context`, the `Principal`, and the services behind them. */
export function builtinProviders(ports: ServicePorts, log: ServerLog): ProviderNode[] {
  const context: ProviderNode = {
    ...base(Context),
    scope: 'ambient',
    owned: false,
    create: () => ambientContext,
    ambient: { standIn: ambientContext, of: (scope) => scope.context },
  };
  const principal = ambientPrincipal(() => requirePrincipal(ambientContext));
  const caller: ProviderNode = {
    ...base(Principal),
    scope: 'ambient',
    owned: false,
    create: () => principal,
    // Also where it is built for one call: a call that goes on may have come with another token.
    ambient: { standIn: principal, of: () => principal },
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
  return [context, caller, logNode, ...services];
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
