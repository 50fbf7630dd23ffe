import type { Class } from '../../common/class.js';
import { PorticoError } from '../../common/portico-error.js';
import type { Lane } from '../job-queue.js';
import { MAIN_LANE } from '../tasks/new-record.js';
import type { JobDefinition } from './job-definition.js';

/** The jobs of an application, by name and by class. */
export class JobRegistry {
  private readonly byName: ReadonlyMap<string, JobDefinition>;
  private readonly byType: ReadonlyMap<Class, JobDefinition>;

  constructor(readonly all: readonly JobDefinition[]) {
    this.byName = new Map(all.map((job) => [job.name, job]));
    this.byType = new Map(all.map((job) => [job.type, job]));
  }

  find(name: string): JobDefinition | undefined {
    return this.byName.get(name);
  }

  /** @throws PorticoError `PORTICO_JOB_UNKNOWN` */
  of(type: Class): JobDefinition {
    const job = this.byType.get(type);
    if (job) return job;
    throw new PorticoError(
      'PORTICO_JOB_UNKNOWN',
      `${type.name} is no job of this application. Put @Job on it, and list it in the providers of a module or scan its folder.`,
    );
  }

  /**
   * The queues a worker takes from: one for all, and one for each job with a limit of its own. Each costs every worker a
   * look now and then, so there is none without need.
   */
  lanes(concurrency: number): Lane[] {
    const limited = this.all.flatMap((job) =>
      job.concurrency === undefined ? [] : [{ name: laneOf(job), concurrency: job.concurrency }],
    );
    return [{ name: MAIN_LANE, concurrency }, ...limited];
  }
}

/** The queue a job waits in. */
export function laneOf({ name, concurrency }: JobDefinition): string {
  return concurrency === undefined ? MAIN_LANE : `${MAIN_LANE}:${name}`;
}
