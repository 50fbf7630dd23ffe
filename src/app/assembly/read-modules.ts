import type { Class } from '../../common/class.js';
import type { ServerLog } from '../../common/server-log.js';
import type { StartupProblems } from '../../common/startup-problem.js';
import { overrideProviders } from './override-providers.js';
import type { Override } from './circumstances.js';
import { createNode } from '../../container/create-node.js';
import { isComponentClass } from '../../metadata/component-store.js';
import { unlistedClasses } from '../../metadata/decorated-classes.js';
import type { DynamicModule } from '../../metadata/module.js';
import type { Uses } from '../../metadata/use.js';
import { answerTool } from '../../protocol/through-model/answer-tool.js';
import { usedClasses } from '../../pipeline/create-steps.js';
import { ComponentScan, type ComponentDefinition } from '../../scanner/component-scan.js';
import { checkDuplicates } from '../../scanner/duplicates.js';
import { JobScan, type JobScanned } from '../../scanner/job-scan.js';
import { checkSteps } from '../../scanner/step-problems.js';
import { ModuleTree, type ScannedModule } from '../../scanner/module-tree.js';
import type { PorticoOptions } from '../options.js';

/** What the modules of an application say, before anything is made. */
export interface ReadModules {
  readonly tree: ModuleTree;
  readonly root: ScannedModule;
  readonly components: readonly ComponentDefinition[];
  readonly jobs: readonly JobScanned[];
  /** What is not wrong, but may not be meant. */
  readonly hints: readonly string[];
}

/** Reads the modules from the root on, with the components and jobs in them. */
export async function readModules(
  type: Class | DynamicModule,
  options: Uses & Pick<PorticoOptions, 'interaction'>,
  overrides: readonly Override[],
  problems: StartupProblems,
): Promise<ReadModules> {
  const tree = new ModuleTree(problems);
  const root = await tree.read(type);
  checkSteps('PorticoOptions', usedClasses(options), problems);
  for (const used of usedClasses(options))
    if (!root.providers.has(used))
      root.providers.set(used, createNode(used, root, isComponentClass, problems));
  const scan = new ComponentScan(problems);
  const components = tree.modules.flatMap((module) => scan.scan(module));
  if (options.interaction?.fallback === 'model') {
    const type = answerTool();
    root.providers.set(type, createNode(type, root, isComponentClass, problems));
    components.push(...scan.scan({ ...root, components: [type] }));
  }
  overrideProviders(tree.modules, overrides, problems);
  checkDuplicates(
    components.map(({ component }) => component),
    problems,
  );
  const jobScan = new JobScan(problems, scan.hints);
  const jobs = (await Promise.all(tree.modules.map((module) => jobScan.scan(module)))).flat();
  return { tree, root, components, jobs, hints: scan.hints };
}

/** Tells what is not wrong, but may not be meant. */
export function tellHints({ hints, tree }: ReadModules, log: ServerLog): void {
  for (const hint of new Set(hints)) log.warn(hint);
  const listed = new Set<object>(tree.modules.flatMap((module) => module.components));
  for (const name of unlistedClasses(listed))
    log.warn(
      `${name} has components, but no module of this application lists it in providers or scans its folder.`,
    );
}
