import type { AbstractClass } from '../common/class.js';
import type { JobDecoratorOptions } from './job-records.js';
import { recordJob } from './job-store.js';

/** A class that has a `run`. */
type JobTarget = AbstractClass<{ run(...args: never[]): unknown }>;

/**
 * Makes a class a job: work that is queued by `ctx.jobs.enqueue`, and done later by this process or another. Its data is
 * validated when it is queued. It is done at least once: what must not be repeated belongs into `ctx.once`.
 *
 * @param name unique in the application; default: the name of the class without `Job`
 * @example
 * ```ts
 * @Job('send-invoice', { retries: 3, backoff: '10s', timeout: '1m' })
 * export class SendInvoice {
 *   constructor(private readonly mail: MailService) {}
 *
 *   async run(@Args() data: InvoiceData, ctx: Context) {
 *     await ctx.info('sending', { order: data.order, attempt: ctx.attempt });
 *     return ctx.once('mail', ({ idempotencyKey }) => this.mail.send(data.order, idempotencyKey));
 *   }
 * }
 *
 * await ctx.jobs.enqueue(SendInvoice, { order: 'o-17' });
 * ```
 */
export function Job(name?: string, options?: JobDecoratorOptions): (target: JobTarget) => void;
export function Job(options?: JobDecoratorOptions): (target: JobTarget) => void;
export function Job(
  first?: string | JobDecoratorOptions,
  options: JobDecoratorOptions = {},
): (target: JobTarget) => void {
  const record = typeof first === 'object' ? { name: undefined, options: first } : { name: first, options };
  return (target) => recordJob(target, record);
}
