import type { Class } from '../common/class.js';
import { StderrLog, type ServerLog } from '../common/server-log.js';
import { StartupProblems } from '../common/startup-problem.js';
import { ApplicationContainer } from '../container/application-container.js';
import { createNode } from '../container/create-node.js';
import { ProviderGraph } from '../container/provider-graph.js';
import type { ModuleNode } from '../container/provider-node.js';
import { TsyringeContainer } from '../container/tsyringe-container.js';
import type { ContextServices } from '../context/context-services.js';
import { JobsRuntime } from '../jobs/jobs-runtime.js';
import { JobRegistry } from '../jobs/work/job-registry.js';
import { isComponentClass } from '../metadata/component-store.js';
import { unlistedClasses } from '../metadata/decorated-classes.js';
import { ChangeHub } from '../events/change-hub.js';
import type { DynamicModule } from '../metadata/module.js';
import type { Uses } from '../metadata/use.js';
import type { Step } from '../pipeline/compose.js';
import { createSteps, usedClasses } from '../pipeline/create-steps.js';
import { Dispatcher } from '../pipeline/dispatcher.js';
import { ErrorsToClients } from '../pipeline/errors-to-clients.js';
import { HandlerRunner } from '../pipeline/handler-runner.js';
import { Registry } from '../pipeline/registry.js';
import { VisibleRegistry } from '../pipeline/visibility/visible-registry.js';
import { ProtocolServerFactory } from '../protocol/protocol-server.js';
import { ComponentScan } from '../scanner/component-scan.js';
import { checkDuplicates } from '../scanner/duplicates.js';
import { checkPackageCopies } from '../scanner/package-copies.js';
import { JobScan } from '../scanner/job-scan.js';
import { ModuleTree } from '../scanner/module-tree.js';
import { builtinProviders, contextServices } from './builtin-providers.js';
import { createFlows } from './create-flows.js';
import { createResults } from './create-results.js';
import { joinEvents } from './join-events.js';
import { jobsSettings, roleOf } from './jobs-settings.js';
import { LiveComponents } from './live-components.js';
import type { PorticoOptions } from './options.js';
import { PorticoApp } from './portico-app.js';
import { stateSettings } from './state-settings.js';
import { visibilityRules } from './visibility-rules.js';

/** Builds an application from its root module. */
export const PorticoFactory = {
  /**
   * Reads the modules, checks everything, creates the singletons and awaits their hooks.
   *
   * @param root the class that carries the root `@Module`
   * @throws StartupError with every mistake that was found, each with its place and its cure
   * @example
   * ```ts
   * const app = await PorticoFactory.create(AppModule, { name: 'orders', version: '1.0.0' });
   * await app.listen();
   * ```
   */
  async create(root: Class | DynamicModule, options: PorticoOptions): Promise<PorticoApp> {
    const log = options.log ?? new StderrLog();
    const disposal = { timeout: options.shutdownTimeout ?? 5_000, log };
    const problems = new StartupProblems();

    checkPackageCopies(problems);
    const tree = new ModuleTree(problems);
    const rootNode = await tree.read(root);
    const uses: Uses = options;
    for (const used of usedClasses(uses))
      if (!rootNode.providers.has(used))
        rootNode.providers.set(used, createNode(used, rootNode, isComponentClass, problems));
    const scan = new ComponentScan(problems);
    const definitions = tree.modules.flatMap((module) => scan.scan(module));
    checkDuplicates(
      definitions.map(({ component }) => component),
      problems,
    );
    const jobScan = new JobScan(problems, scan.hints);
    const jobDefinitions = (await Promise.all(tree.modules.map((module) => jobScan.scan(module)))).flat();

    const rules = visibilityRules(options.visibility, problems);
    const changes = new ChangeHub(log);
    const runtime: { registry: Registry; services?: ContextServices; steps: readonly Step[] } = {
      steps: [],
      registry: new Registry([], options.version),
    };
    const visible = new VisibleRegistry(
      () => runtime.registry,
      rules,
      () => runtime.services!.visibility,
    );
    const dispatcher = new Dispatcher({
      visible: (exchange) => visible.forCaller(exchange),
      services: () => runtime.services!,
      log,
      disposal,
      development: options.development ?? false,
      pageSize: options.pageSize,
      globalSteps: () => runtime.steps,
      extensions: new Map(tree.extensions.flatMap(({ methods }) => Object.entries(methods))),
    });
    const jobs = new JobsRuntime({
      settings: jobsSettings(options),
      gateway: dispatcher,
      runner: new HandlerRunner(() => runtime.services!, disposal),
      log,
    });
    const graph = new ProviderGraph(
      tree.modules,
      builtinProviders({
        gateway: dispatcher,
        changes,
        jobs: jobs.gateway,
        state: { settings: stateSettings(options), log },
        visibility: {
          state: () => runtime.services!.state,
          subjects: () => visible.subjects,
          rules,
          shared: options.sessionVisibility ?? false,
        },
        sampling: { settings: options.sampling, errors: new ErrorsToClients(log, options.development), log },
      }),
      problems,
    );
    graph.link();
    problems.throwIfAny();
    tellHints(scan.hints, tree, log);

    const container = new ApplicationContainer(new TsyringeContainer(), graph, rootNode);
    try {
      await joinEvents(changes, options, log);
      await container.start();
    } catch (error) {
      await changes.close();
      await container.stop(disposal);
      throw error;
    }
    runtime.services = contextServices(container);
    const build = (module: ModuleNode, type: Class) => container.compile(graph.find(module, type)!);
    const level = { uses, build: (type: Class) => build(rootNode, type) };
    runtime.steps = createSteps([level]);
    const results = createResults(runtime.services.state.store, options, log);
    const { version } = options;
    const components = new LiveComponents(
      {
        root: rootNode,
        graph,
        container,
        problems,
        changes,
        version,
        bind: (definition) => definition.bind({ build, level, results, version }),
        publish: (registry) => (runtime.registry = registry),
      },
      definitions,
    );
    jobs.bind(new JobRegistry(jobDefinitions.map((job) => job.bind({ build }))));
    const flows = await createFlows(options.interaction, options.name, () => runtime.registry.revision, log);
    const protocol = new ProtocolServerFactory({
      identity: options,
      gateway: dispatcher,
      registry: () => runtime.registry,
      changes,
      listCache: options.listCache,
      extensions: tree.extensions,
      listsDiffer: () => runtime.services!.visibility.differs,
      flows,
      sessions: runtime.services.state,
      log,
    });
    return new PorticoApp({
      container,
      protocol,
      changes,
      components,
      flows,
      jobs,
      role: roleOf(options),
      registry: () => runtime.registry,
      log,
      disposal,
    });
  },
};

/** What is not wrong, but may not be meant. */
function tellHints(hints: readonly string[], tree: ModuleTree, log: ServerLog): void {
  for (const hint of new Set(hints)) log.warn(hint);
  const listed = new Set<object>(tree.modules.flatMap((module) => module.components));
  for (const name of unlistedClasses(listed))
    log.warn(
      `${name} has components, but no module of this application lists it in providers or scans its folder.`,
    );
}
