import type { Class } from '../../common/class.js';
import { milliseconds } from '../../common/duration.js';
import { ApplicationContainer } from '../../container/application-container.js';
import type { ModuleNode } from '../../container/provider-node.js';
import { TsyringeContainer } from '../../container/tsyringe-container.js';
import type { Uses } from '../../metadata/use.js';
import { missingScopes } from '../../pipeline/access/missing-scopes.js';
import { createSteps } from '../../pipeline/create-steps.js';
import { JobRegistry } from '../../jobs/work/job-registry.js';
import type { StateService } from '../../context/state/state-service.js';
import type { BusTopics } from '../../events/bus-topics.js';
import type { Cluster } from '../../events/cluster.js';
import { ProtocolServerFactory } from '../../protocol/protocol-server.js';
import { contextServices } from '../builtin-providers.js';
import { createFlows, type Flows } from '../create-flows.js';
import { createResults } from '../create-results.js';
import { joinEvents } from '../join-events.js';
import { LiveComponents } from '../live-components.js';
import type { PorticoAppParts } from '../portico-app.js';
import { shutDown } from '../shut-down.js';
import type { LinkedApplication } from './link-application.js';

/**
 * Opens what the application stands on: the line to other processes, the singletons, the store of flows.
 *
 * @throws whatever kept one of them from opening; then those that were open are closed again
 */
export async function openApplication(linked: LinkedApplication): Promise<PorticoAppParts> {
  const { options, modules, checked, graph, changes, jobs, runtime, observers, log, disposal } = linked;
  const container = new ApplicationContainer(new TsyringeContainer(), graph, modules.root);
  const jobsDrain = checked.jobs.drain + checked.jobs.stopTime;
  let flows: Flows | undefined;
  let topics: BusTopics | undefined;
  try {
    topics = await joinEvents(changes, options, log);
    await container.start();
    const components = bindComponents(linked, container);
    const revision = () => runtime.registry.revision;
    const { clock } = linked.circumstances;
    flows = await createFlows(options.interaction, linked.questions, options.name, revision, clock, log);
    const protocol = createProtocol(linked, flows, topics);
    if (!checked.hotPath) await protocol.load();
    const registry = () => runtime.registry;
    const { role } = checked;
    return {
      container,
      protocol,
      changes,
      topics,
      components,
      registry,
      flows,
      jobs,
      jobsDrain,
      role,
      metrics: observers.metrics,
      services: runtime.services,
      log,
      disposal,
    };
  } catch (error) {
    await shutDown({ container, changes, topics, jobs, jobsDrain, flows, log, disposal });
    throw error;
  }
}

/** Gives components and jobs their handlers, now that the singletons exist. */
function bindComponents(linked: LinkedApplication, container: ApplicationContainer): LiveComponents {
  const { options, modules, problems, graph, changes, jobs, runtime, log } = linked;
  const { version } = options;
  runtime.services = contextServices(container);
  linked.observers.tracing?.instrument(runtime.services);
  const build = (module: ModuleNode, type: Class) => container.compile(graph.find(module, type)!);
  const uses: Uses = options;
  const level = { uses, build: (type: Class) => build(modules.root, type) };
  runtime.steps = createSteps([level]);
  const results = createResults(runtime.services.state.store, options, linked.circumstances.clock, log);
  const components = new LiveComponents(
    {
      root: modules.root,
      graph,
      container,
      problems,
      changes,
      version,
      bind: (definition) => definition.bind({ build, level, results, version }),
      publish: (registry) => (runtime.registry = registry),
    },
    modules.components,
  );
  jobs.bind(new JobRegistry(modules.jobs.map((job) => job.bind({ build }))));
  return components;
}

function createProtocol(
  linked: LinkedApplication,
  flows: Flows,
  topics: BusTopics | undefined,
): ProtocolServerFactory {
  const { options, modules, checked, visible, dispatcher, changes, jobs, runtime, log } = linked;
  const hidesForbidden = options.auth?.hideForbidden ?? false;
  return new ProtocolServerFactory({
    identity: options,
    gateway: dispatcher,
    registry: () => runtime.registry,
    changes,
    listCache: options.listCache,
    ping: options.ping === undefined ? undefined : milliseconds(options.ping),
    extensions: modules.tree.extensions,
    hotPath: checked.hotPath,
    listsDiffer: () => hidesForbidden || runtime.services.visibility.differs,
    flows,
    asksThroughModel: options.interaction?.fallback === 'model',
    sessions: runtime.services.state,
    auth: checked.auth,
    tasks: jobs.tasks,
    cluster: clusterOf(runtime.services.state, topics),
    missingScopes: (...request) => (hidesForbidden ? undefined : missingScopes(visible.everyone, ...request)),
    log,
  });
}

/** The processes of an application share what one of them can write so that all the others see it, and are told of it. */
function clusterOf(state: StateService, topics: BusTopics | undefined): Cluster | undefined {
  return topics && state.store.isShared ? { store: state.store, prefix: state.prefix, topics } : undefined;
}
