import { posix } from 'node:path';
import { PorticoError } from '../../common/portico-error.js';
import { planComponent } from '../generate/plan-component.js';
import type { SourceTree } from '../generate/source-tree.js';
import { DEFAULTS, type Choices } from '../new/choices.js';
import { ownSource } from '../new/own-source.js';
import { packageManagers } from '../new/package-manager.js';
import type { ComponentKind } from '../templates/component-kinds.js';
import { namesOf } from '../templates/names.js';
import { projectFiles } from '../templates/project.js';

/** What is used of the tree of @angular-devkit/schematics, which belongs to the Nest CLI. */
export interface Tree {
  exists(path: string): boolean;
  readText(path: string): string;
  create(path: string, content: string): void;
  overwrite(path: string, content: string): void;
  getDir(path: string): { readonly subfiles: readonly string[] };
}

export interface SchematicContext {
  readonly logger: { info(message: string): void };
}

/** What the Nest CLI passes for a component. */
export interface ComponentOptions {
  readonly name: string;
  readonly path?: string;
  readonly sourceRoot?: string;
  readonly flat?: boolean;
  readonly spec?: boolean;
}

/** What the Nest CLI passes for a project. */
export interface ApplicationOptions extends Partial<Choices> {
  readonly name: string;
  readonly directory?: string;
  readonly packageManager?: string;
}

/** `nest generate`: what `portico generate` does, in the tree of the Nest CLI, which asks before it overwrites. */
export function makeComponent(
  kind: ComponentKind,
  { name, path = '', sourceRoot = 'src', flat = false, spec = true }: ComponentOptions,
  tree: Tree,
  context: SchematicContext,
): void {
  const request = { kind, name: posix.join(path, name), sources: sourceRoot, flat, test: spec };
  const { changes, hints } = planComponent(request, readerOf(tree));
  for (const { path: file, content, kind: change } of changes)
    if (change === 'update') tree.overwrite(file, content);
    else tree.create(file, content);
  for (const hint of hints) context.logger.info(hint);
}

/** `nest new -c portico`: what `portico new` does; the Nest CLI installs the packages and makes the repository. */
export function makeProject(options: ApplicationOptions, tree: Tree): void {
  const { kebab } = namesOf(options.name);
  const { transport, auth, state, jobs } = { ...DEFAULTS, ...options };
  const folder = options.directory ?? kebab;
  const files = projectFiles({
    name: kebab,
    choices: { transport, auth, state, jobs },
    portico: ownSource(),
    packageManager: packageManagers().find((name) => name === options.packageManager) ?? 'npm',
  });
  for (const { path, content } of files) {
    const target = posix.join(folder, path);
    if (tree.exists(target))
      throw new PorticoError('PORTICO_FILE_EXISTS', `${target} is there already; nothing was written.`);
    tree.create(target, content);
  }
}

function readerOf(tree: Tree): SourceTree {
  return {
    read: (path) => (tree.exists(path) ? tree.readText(path) : undefined),
    files: (folder) => tree.getDir(folder).subfiles,
  };
}
