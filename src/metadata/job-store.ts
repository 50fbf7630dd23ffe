import { MetadataKey } from '../common/metadata-key.js';
import { noteDecorated } from './decorated-classes.js';
import type { EveryRecord, JobRecord } from './job-records.js';

const jobs = new MetadataKey<JobRecord>('job');
const schedules = new MetadataKey<readonly EveryRecord[]>('job-schedules');

/** The method that does a job. */
export const JOB_METHOD = 'run';

export function recordJob(type: object, record: JobRecord): void {
  noteDecorated(type);
  jobs.set(type, record);
}

/** Decorators run from the last to the first. */
export function recordSchedule(type: object, record: EveryRecord): void {
  noteDecorated(type);
  schedules.set(type, [record, ...(schedules.own(type) ?? [])]);
}

/** What a class says of itself as a job; one that is only repeated is a job too. */
export function jobOf(type: object): JobRecord | undefined {
  return jobs.own(type) ?? (schedules.own(type) && { name: undefined, options: {} });
}

export function schedulesOf(type: object): readonly EveryRecord[] {
  return schedules.own(type) ?? [];
}

export function isJobClass(value: unknown): boolean {
  return typeof value === 'function' && jobOf(value) !== undefined;
}
