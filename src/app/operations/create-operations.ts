import type { ServerLog } from '../../common/server-log.js';
import type { ContextServices } from '../../context/context-services.js';
import type { BusTopics } from '../../events/bus-topics.js';
import type { JobsRuntime } from '../../jobs/jobs-runtime.js';
import type { Flows } from '../create-flows.js';
import type { Metrics } from './metrics.js';
import { ReadinessCheck, type Readiness } from './readiness.js';

/** What the operator of an application can ask it. */
export interface ServerOperations {
  readonly readiness: () => Promise<Readiness>;
  readonly metrics?: (() => Promise<{ readonly type: string; readonly text: string }>) | undefined;
}

interface Watched {
  readonly services: ContextServices;
  readonly topics: BusTopics | undefined;
  readonly flows: Flows;
  readonly jobs: JobsRuntime;
  readonly metrics: Metrics | undefined;
  readonly log: ServerLog;
}

/** A key nobody has: what counts is that the store answers. */
const PROBE = 'portico:readiness';

/** Gives those who run the application something to look at. */
export function createOperations(
  { services, topics, flows, jobs, metrics, log }: Watched,
  isClosing: () => boolean,
  sessions: () => number,
): ServerOperations {
  const readiness = new ReadinessCheck(
    {
      state: () => services.state.store.has(PROBE),
      flows: () => flows.store.get(PROBE),
      jobs: () => jobs.queueAge(),
      ...(topics && { events: () => topics.check() }),
    },
    isClosing,
    log,
  );
  metrics?.watch({
    sessions,
    parked: () => flows.runner.parkedCount,
    tasks: () => jobs.running(),
    queueAge: async () => (await jobs.queueAge().catch(() => 0)) / 1_000,
  });
  return { readiness: () => readiness.check(), metrics: metrics && (() => metrics.page()) };
}
