import type { JobGateway } from '../context/jobs/job-gateway.js';

/** The engine of background work as the rest of the house sees it. */
export interface JobQueue extends JobGateway {
  start(): Promise<void>;
  /** Finishes what runs, or hands it back, within `ms` milliseconds. */
  drain(ms: number): Promise<void>;
}
