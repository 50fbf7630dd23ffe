import type { ServerLog } from '../../common/server-log.js';
import type { StartupProblems } from '../../common/startup-problem.js';
import type { Disposal } from '../../container/disposal.js';
import { ProviderGraph } from '../../container/provider-graph.js';
import type { ServicePorts } from '../../context/default-services.js';
import { ChangeHub } from '../../events/change-hub.js';
import { QuestionPlaces } from '../../interaction/question-places.js';
import { JobsRuntime } from '../../jobs/jobs-runtime.js';
import { Dispatcher } from '../../pipeline/dispatcher.js';
import { ErrorsToClients } from '../../pipeline/errors-to-clients.js';
import { ObservedRunner } from '../../pipeline/observing/observed-runner.js';
import { observe } from '../../pipeline/observing/observer.js';
import { VisibleRegistry } from '../../pipeline/visibility/visible-registry.js';
import { builtinProviders } from '../builtin-providers.js';
import type { Observers } from '../operations/open-observers.js';
import type { PorticoOptions } from '../options.js';
import { stateSettings } from '../state-settings.js';
import type { Circumstances } from './circumstances.js';
import type { CheckedOptions } from './check-options.js';
import type { ReadModules } from './read-modules.js';
import type { Runtime } from './runtime.js';

/** An application whose parts know each other, and of which nothing is open yet. */
export interface LinkedApplication {
  readonly options: PorticoOptions;
  readonly circumstances: Circumstances;
  readonly modules: ReadModules;
  readonly checked: CheckedOptions;
  readonly problems: StartupProblems;
  readonly log: ServerLog;
  readonly disposal: Disposal;
  readonly runtime: Runtime;
  readonly observers: Observers;
  readonly visible: VisibleRegistry;
  readonly dispatcher: Dispatcher;
  readonly changes: ChangeHub;
  readonly questions: QuestionPlaces;
  readonly jobs: JobsRuntime;
  readonly graph: ProviderGraph;
}

type Given = Pick<
  LinkedApplication,
  | 'options'
  | 'circumstances'
  | 'modules'
  | 'checked'
  | 'problems'
  | 'log'
  | 'disposal'
  | 'runtime'
  | 'observers'
>;

/** Makes what needs no singletons, and links the graph of providers; its mistakes are among the problems then. */
export function linkApplication(given: Given): LinkedApplication {
  const { modules, checked, problems, log, disposal, runtime, observers } = given;
  const changes = new ChangeHub(log);
  const visible = new VisibleRegistry(
    () => runtime.registry,
    checked.rules,
    () => runtime.services.visibility,
    given.options.auth?.hideForbidden ?? false,
  );
  const dispatcher = createDispatcher(given, visible);
  const questions = new QuestionPlaces(checked.questions);
  const jobs = new JobsRuntime({
    settings: checked.jobs,
    gateway: dispatcher,
    questions,
    runner: new ObservedRunner(observe(observers.all), () => runtime.services, disposal),
    log,
  });
  const ports = servicePorts(given, { runtime, visible, dispatcher, changes, jobs });
  const graph = new ProviderGraph(modules.tree.modules, builtinProviders(ports, log), problems);
  graph.link();
  return { ...given, visible, dispatcher, changes, questions, jobs, graph };
}

function createDispatcher(
  { options, circumstances, modules, log, disposal, runtime, observers }: Given,
  visible: VisibleRegistry,
): Dispatcher {
  return new Dispatcher({
    visible: (exchange) => visible.forCaller(exchange),
    concerns: (exchange, change) => visible.concerns(exchange, change),
    services: () => runtime.services,
    log,
    disposal,
    development: options.development ?? false,
    tellsErrorCodes: circumstances.tellsErrorCodes,
    pageSize: options.pageSize,
    globalSteps: () => runtime.steps,
    observers: observers.all,
    extensions: new Map(modules.tree.extensions.flatMap(({ methods }) => Object.entries(methods))),
  });
}

/** What the services behind `Context` stand on. */
function servicePorts(
  { options, circumstances, checked, log }: Given,
  made: Pick<LinkedApplication, 'runtime' | 'dispatcher' | 'changes' | 'jobs'> & {
    readonly visible: VisibleRegistry;
  },
): ServicePorts {
  const { runtime, visible, dispatcher, changes, jobs } = made;
  return {
    gateway: dispatcher,
    changes,
    jobs: jobs.gateway,
    redact: options.redact,
    clock: circumstances.clock,
    state: { settings: stateSettings(options), log, clock: circumstances.clock },
    visibility: {
      state: () => runtime.services.state,
      subjects: () => visible.subjects,
      rules: checked.rules,
      shared: options.sessionVisibility ?? false,
    },
    sampling: { settings: options.sampling, errors: new ErrorsToClients(log, options.development), log },
  };
}
