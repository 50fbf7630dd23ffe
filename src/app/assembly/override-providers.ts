import { nearest } from '../../common/nearest.js';
import type { StartupProblems } from '../../common/startup-problem.js';
import { createNode } from '../../container/create-node.js';
import type { ModuleNode } from '../../container/provider-node.js';
import { isComponentClass } from '../../metadata/component-store.js';
import { tokenName } from '../../metadata/inject.js';
import type { Override } from './circumstances.js';

/** Puts other providers in the place of those of the same token, in every module; one that replaces nothing is a mistake. */
export function overrideProviders(
  modules: readonly ModuleNode[],
  overrides: readonly Override[],
  problems: StartupProblems,
): void {
  for (const override of overrides) {
    const owners = modules.filter(({ providers }) => providers.has(override.provide));
    for (const owner of owners)
      owner.providers.set(override.provide, createNode(override, owner, isComponentClass, problems));
    if (owners.length > 0) continue;
    const name = tokenName(override.provide);
    const known = modules.flatMap(({ providers }) => [...providers.keys()].map((token) => tokenName(token)));
    const [near] = nearest(name, known);
    problems.add(
      'PORTICO_UNKNOWN_PROVIDER',
      'overrides',
      `${name} is to be replaced, but no module provides it`,
      near === undefined
        ? `Name a token that stands in the providers of a module.`
        : `Did you mean ${near}? Name a token that stands in the providers of a module.`,
    );
  }
}
