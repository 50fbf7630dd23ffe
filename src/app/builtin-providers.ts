import type { ProviderNode } from '../container/provider-node.js';
import { ambientContext } from '../context/ambient-context.js';
import { Context } from '../context/context.js';
import { defaultServices } from '../context/default-services.js';
import type { ComponentGateway } from '../context/resources/component-gateway.js';
import type { Token } from '../metadata/inject.js';

/** What every application provides without being asked: `Context`, and the services behind it. */
export function builtinProviders(gateway: ComponentGateway, stateCapacity: number | undefined): ProviderNode[] {
  const context: ProviderNode = {
    ...base(Context),
    scope: 'ambient',
    owned: false,
    create: () => ambientContext,
    ambient: { standIn: ambientContext, of: (scope) => scope.context },
  };
  const services = defaultServices(gateway, stateCapacity).map(
    ({ token, create }): ProviderNode => ({ ...base(token), scope: 'singleton', owned: true, create }),
  );
  return [context, ...services];
}

function base(token: Token & { readonly name: string }) {
  return {
    key: Symbol(token.name),
    token,
    name: token.name,
    module: undefined,
    dependencies: [],
    links: [],
    mayBecomeRequest: false,
  };
}
