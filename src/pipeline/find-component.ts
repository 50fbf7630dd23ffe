import type { Exchange } from '../context/exchange.js';
import type { Component } from './component.js';
import type { Registry } from './registry.js';

/** What a call, a read or a get names. */
export function findComponent(registry: Registry, { method, params }: Exchange): Component | undefined {
  switch (method) {
    case 'tools/call':
      return registry.tools.get(String(params['name']));
    case 'prompts/get':
      return registry.prompts.get(String(params['name']));
    default:
      return typeof params['uri'] === 'string' ? registry.findResource(params['uri'])?.component : undefined;
  }
}
