import type { AbstractClass } from '../common/class.js';
import type { EveryOptions } from './job-records.js';
import { recordSchedule } from './job-store.js';

/**
 * Repeats a job: each time once, however many processes run the application. A time at which no worker was running is made
 * up for once, when one starts.
 *
 * @param when `'5 minutes'`, `'30s'`, or a cron expression of five or six fields
 * @example
 * ```ts
 * @Job('cleanup')
 * @Every('0 3 * * *', { timezone: 'Europe/Berlin' })
 * export class Cleanup {
 *   constructor(private readonly files: FileService) {}
 *   run() { return this.files.removeOld(); }
 * }
 * ```
 */
export function Every(
  when: string,
  options: EveryOptions = {},
): (target: AbstractClass<{ run(...args: never[]): unknown }>) => void {
  return (target) => recordSchedule(target, { when, options });
}
