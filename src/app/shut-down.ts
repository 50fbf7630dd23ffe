import { withDeadline } from '../common/deadline.js';
import type { ServerLog } from '../common/server-log.js';
import type { ApplicationContainer } from '../container/application-container.js';
import type { Disposal } from '../container/disposal.js';
import type { BusTopics } from '../events/bus-topics.js';
import type { ChangeHub } from '../events/change-hub.js';
import type { JobsRuntime } from '../jobs/jobs-runtime.js';
import type { Flows } from './create-flows.js';

/** What an application has opened, whole or, where its start failed, in part. */
export interface OpenedParts {
  readonly container: ApplicationContainer;
  readonly changes: ChangeHub;
  /** The line to other processes, where there is one. */
  readonly topics?: BusTopics | undefined;
  readonly jobs: JobsRuntime;
  /** How long background work may take to end by itself, in ms. */
  readonly jobsDrain: number;
  /** Absent where the start failed before there were any. */
  readonly flows?: Flows | undefined;
  readonly log: ServerLog;
  readonly disposal: Disposal;
}

/**
 * Closes what an application has opened, one after the other: who uses something goes before it. What fails, or does not
 * end in time, is logged and does not keep the rest open.
 *
 * @returns whether everything closed
 */
export async function shutDown(parts: OpenedParts): Promise<boolean> {
  const { container, changes, topics, jobs, jobsDrain, flows, log, disposal } = parts;
  const { timeout } = disposal;
  const ends = [
    await closed('Background work', () => jobs.close(), timeout + jobsDrain, log),
    await closed('The line to other processes', () => (changes.close(), topics?.close()), timeout, log),
    await closed('The memory of flows', () => flows?.runner.close(), timeout, log),
    await closed('The store of flows', () => flows?.store.close(), timeout, log),
  ];
  await container.stop(disposal); // logs what fails, and has a deadline for each instance
  return ends.every(Boolean);
}

/** Closes one thing, and logs it when that fails or takes longer than `ms`. */
export async function closed(
  what: string,
  close: () => unknown,
  ms: number,
  log: ServerLog,
): Promise<boolean> {
  try {
    await withDeadline(Promise.resolve(close()), ms, 'Closing');
    return true;
  } catch (error) {
    log.error(`${what} could not be closed:`, error);
    return false;
  }
}
