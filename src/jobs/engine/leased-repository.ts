import type { JobParameters, JobRepository, JobRepositoryOptions } from 'agenda';
import type { Places } from './places.js';

/**
 * A repository whose locks last as long as our lease, whatever Agenda thinks. Agenda keeps a timer and the job for half a
 * lock's life after each run, so it is told that locks last a second; the lock itself is stamped ahead. What Agenda
 * would write about a run is left out: the task's own record has it, and a worker that holds an entry keeps it by
 * {@link extend} and ends it by {@link removeJobs}.
 */
export function leasedRepository(inner: JobRepository, lease: number, places: Places): JobRepository {
  const leased: Pick<JobRepository, 'getNextJobToRun' | 'saveJobState' | 'unlockJob'> = {
    async getNextJobToRun(
      name: string,
      nextScanAt: Date,
      lockDeadline: Date,
      _now: Date | undefined,
      options: JobRepositoryOptions | undefined,
    ) {
      return places.fill(name, async () => {
        const until = new Date(Date.now() + lease);
        const job = await inner.getNextJobToRun(name, nextScanAt, lockDeadline, until, options);
        if (!job) return undefined;
        const isStamped = job.lockedAt !== undefined && job.lockedAt.getTime() > Date.now();
        if (!isStamped) await extendLock(inner, job, lease);
        return { entry: { ...job, lockedAt: until }, until: until.getTime() };
      });
    },
    async saveJobState() {},
    unlockJob(job: JobParameters) {
      places.free(job.name, String(job._id));
      return inner.unlockJob(job);
    },
  };
  return new Proxy(inner, {
    get(target, name) {
      if (name in leased) return leased[name as keyof typeof leased];
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member as (...args: unknown[]) => unknown).bind(target) : member;
    },
  });
}

/** Stamps a lock ahead. Progress is passed on, because what is not passed is erased. */
export async function extendLock(inner: JobRepository, job: JobParameters, ms: number): Promise<void> {
  job.lockedAt = new Date(Date.now() + ms);
  await inner.saveJobState({ ...job, nextRunAt: job.nextRunAt ?? job.lastRunAt ?? new Date() }, undefined);
}
