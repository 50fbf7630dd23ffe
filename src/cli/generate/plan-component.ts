import { posix } from 'node:path';
import { PorticoError } from '../../common/portico-error.js';
import type { ComponentKind } from '../templates/component-kinds.js';
import { componentTemplate, type ModuleReference } from '../templates/component.js';
import { addToModule, moduleClass } from './module-edit.js';
import type { SourceTree } from './source-tree.js';

/** What is to be generated. */
export interface ComponentRequest {
  readonly kind: ComponentKind;
  /** Its name, with folders before it if need be: `orders/refund`. */
  readonly name: string;
  /** The folder of the sources, from the root of the tree. */
  readonly sources: string;
  /** Directly in the folder, instead of one named after the component. */
  readonly flat: boolean;
  /** A test beside it, where there is something to call. */
  readonly test: boolean;
}

/** One file to write. */
export interface Change {
  readonly path: string;
  readonly content: string;
  /** `update` keeps what was there and adds to it. */
  readonly kind: 'create' | 'update';
}

export interface ComponentPlan {
  readonly changes: readonly Change[];
  /** What is left to the author. */
  readonly hints: readonly string[];
}

/**
 * Works out what a component needs, and writes nothing: its files, and the change of the nearest module at or above its
 * folder.
 *
 * @throws PorticoError `PORTICO_CLI_USAGE` for a name that cannot be, `PORTICO_MODULE_EDIT` when there is no module or it cannot be
 * changed
 */
export function planComponent(request: ComponentRequest, tree: SourceTree): ComponentPlan {
  const { kind } = request;
  const folders = request.name.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  const name = folders.pop() ?? '';
  if (folders.includes('..'))
    throw new PorticoError(
      'PORTICO_CLI_USAGE',
      `'${request.name}' leaves the sources. Use a path below them.`,
    );
  const template = componentTemplate(kind, name);
  const base = posix.join(request.sources, ...folders);
  const own = template.names.kebab;
  const folder = request.flat || kind === 'test' || folders.at(-1) === own ? base : posix.join(base, own);
  const file = posix.join(folder, template.file);

  const changes: Change[] = [];
  const hints = template.hint ? [template.hint] : [];
  if (template.content !== '')
    changes.push({ path: `${file}.ts`, content: template.content, kind: 'create' });

  const needsModule = template.wiring !== undefined || template.test !== undefined;
  const module = needsModule ? nearestModule(tree, folder, request.sources, file) : undefined;
  if (needsModule && !module && kind === 'module')
    hints.push('It is the root: give it to PorticoFactory.create.');
  else if (needsModule && !module)
    throw new PorticoError(
      'PORTICO_MODULE_EDIT',
      `There is no *.module.ts in ${folder} or above it, up to ${request.sources}, for ${request.name} to belong to. Make one: portico generate module app --flat`,
    );
  if (module && template.wiring) {
    const before = tree.read(module)!;
    const content = addToModule(module, before, {
      className: template.className,
      specifier: specifier(posix.dirname(module), file),
      list: template.wiring,
    });
    if (content !== before) changes.push({ path: module, content, kind: 'update' });
  }
  if (module && template.test && request.test) {
    const test = template.test(referenceTo(module, folder, tree.read(module)!));
    changes.push({ path: posix.join(folder, test.path), content: test.content, kind: 'create' });
  }
  return { changes, hints };
}

/** The module file of the nearest folder that has one; of several in one folder the one named after it, else `app`. */
function nearestModule(tree: SourceTree, folder: string, sources: string, self: string): string | undefined {
  const found = tree
    .files(folder)
    .filter((name) => name.endsWith('.module.ts') && posix.join(folder, name) !== `${self}.ts`)
    .sort();
  const named = [posix.basename(folder), 'app'].map((name) => `${name}.module.ts`);
  const chosen = named.find((name) => found.includes(name)) ?? found[0];
  if (chosen) return posix.join(folder, chosen);
  if (posix.relative(sources, folder) === '' || folder === '.') return undefined;
  return nearestModule(tree, posix.dirname(folder), sources, self);
}

function referenceTo(module: string, from: string, text: string): ModuleReference {
  return {
    className: moduleClass(module, text),
    specifier: specifier(from, module.replace(/\.ts$/, '')),
  };
}

/** How a file in one folder imports another file, as Node resolves it. */
function specifier(from: string, file: string): string {
  const relative = posix.relative(from, file);
  return `${relative.startsWith('.') ? '' : './'}${relative}.js`;
}
