import type { Exchange } from '../exchange.js';
import type { JobGateway } from './job-gateway.js';
import type { JobArguments, JobClass, JobStatus, WaitOptions } from './job-types.js';

/**
 * Work for later, done by this process or another. As `ctx.jobs` the work belongs to who is calling; a service may
 * also ask for `Jobs` in its constructor: inside a request that is the same, outside one the work belongs to nobody.
 *
 * @example
 * ```ts
 * const id = await ctx.jobs.enqueue(SendInvoice, { order: 'o-17' }, { delay: '10m', unique: 'o-17' });
 * const { status, result } = await ctx.jobs.wait(id, { timeout: '1m' });
 * ```
 */
export class Jobs {
  /** Made by the framework. */
  constructor(
    private readonly gateway: JobGateway,
    private readonly caller: () => Exchange | undefined,
  ) {}

  /** The same for work that belongs to the caller of a request. */
  of(exchange: Exchange): Jobs {
    return new Jobs(this.gateway, () => exchange);
  }

  /**
   * Queues a job; durable when it resolves. Its data is validated now and again when it runs.
   *
   * @param job a class with `@Job` on it
   * @param data plain JSON data for its `run`
   * @returns the id of the job; with `unique`, of the job that is there already, if there is one
   * @throws PorticoError `PORTICO_JOB_UNKNOWN` for a class that is no job of this application, `PORTICO_JOB_DATA` for
   * data that does not fit, `PORTICO_JOB_TIME` for a time that is none
   */
  enqueue<J extends JobClass>(job: J, ...[data, options]: JobArguments<J>): Promise<string> {
    return this.gateway.enqueue(this.caller(), job, data, options);
  }

  /** The job as it stands; `undefined` where there is none, or it was finished so long ago that it is forgotten. */
  status(id: string): Promise<JobStatus | undefined> {
    return this.gateway.status(id);
  }

  /**
   * Cancels a job: one that waits never runs, one that runs finds its signal aborted, in whatever process.
   *
   * @returns whether it had not ended yet
   */
  cancel(id: string): Promise<boolean> {
    return this.gateway.cancel(id);
  }

  /**
   * Waits until a job has ended, however.
   *
   * @throws PorticoError `PORTICO_JOB_UNKNOWN` where there is no such job, `PORTICO_JOB_WAIT` when the time is over (the
   * job goes on)
   */
  wait(id: string, options?: WaitOptions): Promise<JobStatus> {
    return this.gateway.wait(id, options);
  }
}
