import { createHash } from 'node:crypto';
import type { Class } from '../../common/class.js';
import type { Handler } from '../../pipeline/handler/handler.js';
import type { CompiledSchema } from '../../schema/index.js';
import type { ScheduleTime } from './schedule-time.js';

/** A time at which a job is repeated. */
export interface Schedule {
  readonly time: ScheduleTime;
  readonly timezone: string | undefined;
  readonly data: unknown;
}

/** A job of the application: all that its decorators say, checked. Durations in ms. */
export interface JobDefinition {
  readonly name: string;
  readonly type: Class;
  /** `SendInvoice.run`, for messages and logs. */
  readonly where: string;
  readonly input: CompiledSchema | undefined;
  /** How many of it one worker runs at once; absent: as many as it has places. */
  readonly concurrency: number | undefined;
  readonly retries: number;
  readonly backoff: { readonly delay: number; readonly factor: number; readonly max: number };
  readonly timeout: number | undefined;
  readonly priority: number;
  readonly schedules: readonly Schedule[];
  readonly handler: Handler;
}

/** How long to wait before the next attempt, in ms; a little at random, so that what failed together does not return together. */
export function backoffOf({ backoff }: JobDefinition, failures: number): number {
  const { delay, factor, max } = backoff;
  return Math.round(Math.min(max, delay * factor ** failures) * (0.9 + Math.random() * 0.2));
}

/** Tells the schedules of a job apart, and one from what it was before it was changed. */
export function scheduleKey(job: string, { time, timezone, data }: Schedule): string {
  return createHash('sha256')
    .update(JSON.stringify([job, time, timezone, data]))
    .digest('base64url');
}
