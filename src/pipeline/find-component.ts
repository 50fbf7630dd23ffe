import type { Exchange } from '../context/exchange.js';
import type { Component } from './component.js';
import type { Registry } from './registry.js';

/** What a request is about, where it is about a component that is there. */
export function findComponent(
  registry: Registry,
  { method, params }: Pick<Exchange, 'method' | 'params'>,
): Component | undefined {
  switch (method) {
    case 'tools/call':
      return registry.tools.get(String(params['name']));
    case 'prompts/get':
      return registry.prompts.get(String(params['name']));
    case 'completion/complete': {
      const { name, uri } = (params['ref'] ?? {}) as { readonly name?: unknown; readonly uri?: unknown };
      if (uri === undefined) return registry.prompts.get(String(name));
      return registry.templates.find(({ entry }) => entry.uriTemplate === uri);
    }
    default:
      return typeof params['uri'] === 'string' ? registry.findResource(params['uri'])?.component : undefined;
  }
}
