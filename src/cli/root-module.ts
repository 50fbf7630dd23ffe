import type { Class } from '../common/class.js';
import { PorticoError } from '../common/portico-error.js';
import { moduleOptions, type DynamicModule } from '../metadata/module.js';

/**
 * The root among the modules a file exports: the one that no other of them imports, be it through modules between.
 *
 * @throws PorticoError `PORTICO_NO_MODULE` when there is no module, `PORTICO_SEVERAL_MODULES` when several may be meant
 */
export function rootModule(file: string, exported: readonly unknown[]): Class {
  const modules = [...new Set(exported.filter(isModule))];
  const imported = new Set(
    modules.flatMap((module) => [...importsOf(module)].filter((type) => type !== module)),
  );
  const roots = modules.filter((module) => !imported.has(module));
  if (roots.length > 1)
    throw new PorticoError(
      'PORTICO_SEVERAL_MODULES',
      `${file} exports several modules that none of the others imports: ${roots.map(({ name }) => name).join(', ')}. Name a file that exports one root module.`,
    );
  const root = roots[0] ?? modules[0]; // where they import each other in a circle, the start tells it
  if (root) return root;
  throw new PorticoError(
    'PORTICO_NO_MODULE',
    `${file} exports no class with @Module. Name the file of the root module.`,
  );
}

function isModule(value: unknown): value is Class {
  return typeof value === 'function' && moduleOptions(value) !== undefined;
}

/** Everything a module imports, directly or not. */
function importsOf(module: Class | DynamicModule, seen = new Set<object>()): Set<object> {
  const isDynamic = typeof module !== 'function';
  const declared = moduleOptions(isDynamic ? module.module : module)?.imports ?? [];
  for (const imported of [...declared, ...((isDynamic && module.imports) || [])]) {
    const type = typeof imported === 'function' ? imported : imported?.module;
    if (!type || seen.has(imported)) continue; // what is undefined is told by the start
    seen.add(imported).add(type);
    importsOf(imported, seen);
  }
  return seen;
}
