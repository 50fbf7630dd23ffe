import type { StartupProblems } from '../common/startup-problem.js';
import type { Component } from '../pipeline/component.js';
import type { Unbound } from './component-scan.js';

/** Two components of one kind may not have the same name, nor two resources the same URI: both places are told. */
export function checkDuplicates(components: readonly Unbound<Component>[], problems: StartupProblems): void {
  const seen = new Map<string, Unbound<Component>>();
  for (const component of components) {
    const identity = identityOf(component);
    const first = seen.get(identity);
    if (first)
      problems.add(
        'PORTICO_DUPLICATE',
        component.where,
        `the ${identity} is already taken by ${first.where}`,
        'Give one of the two another name.',
      );
    else seen.set(identity, component);
  }
}

function identityOf(component: Unbound<Component>): string {
  switch (component.kind) {
    case 'tool':
      return `tool name '${component.entry.name}'`;
    case 'prompt':
      return `prompt name '${component.entry.name}'`;
    case 'resource':
      return `resource URI '${component.entry.uri}'`;
    case 'resource-template':
      return `resource template '${component.entry.uriTemplate}'`;
  }
}
