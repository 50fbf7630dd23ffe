import type { Class } from '../common/class.js';
import type { StartupProblems } from '../common/startup-problem.js';
import type { ModuleNode } from './provider-node.js';

/** With how they are written: the descriptions of the symbols differ between versions of Node. */
const hooks = [
  ['onModuleInit', 'onModuleInit'],
  ['onShutdown', 'onShutdown'],
  [Symbol.asyncDispose, '[Symbol.asyncDispose]'],
  [Symbol.dispose, '[Symbol.dispose]'],
] as const;

/** A transient has no owner who could call its hooks: one that hopes for them would wait for ever, silently. */
export function checkTransient(type: Class, module: ModuleNode, problems: StartupProblems): void {
  const prototype = type.prototype as object;
  const found = hooks.filter(([hook]) => hook in prototype).map(([, name]) => name);
  if (found.length > 0) report(`${module.name}, provider ${type.name}`, found.join(' and '), problems);
}

/** Likewise a factory that asks for disposal. */
export function checkTransientFactory(name: string, module: ModuleNode, problems: StartupProblems): void {
  report(`${module.name}, provider ${name}`, 'dispose: true', problems);
}

function report(where: string, what: string, problems: StartupProblems): void {
  problems.add(
    'PORTICO_TRANSIENT_HOOKS',
    where,
    `it has ${what}, but is transient: each who asks gets one of its own, and nobody keeps them to call it`,
    "Make it a singleton or scope: 'request'; or remove that, and let who asks for it begin and end it.",
  );
}
