import type { Class } from '../../common/class.js';
import type { Exchange } from '../exchange.js';
import type { JobOptions, JobStatus, WaitOptions } from './job-types.js';

/** The port through which a context hands work to the background; the machinery above fits it. */
export interface JobGateway {
  /** @returns the id of the job */
  enqueue(
    caller: Exchange | undefined,
    job: Class,
    data: unknown,
    options: JobOptions | undefined,
  ): Promise<string>;
  status(id: string): Promise<JobStatus | undefined>;
  cancel(id: string): Promise<boolean>;
  wait(id: string, options: WaitOptions | undefined): Promise<JobStatus>;
}
