import { PorticoError } from '../common/portico-error.js';
import type { JobGateway } from '../context/jobs/job-gateway.js';
import { JobsEngine, type EngineParts } from './jobs-engine.js';
import { LazyTaskRunner } from './lazy-task-runner.js';
import type { TaskRunner } from './task-runner.js';
import type { TaskDesk } from './tasks/task-desk.js';
import { TaskService } from './tasks/task-service.js';
import { JobRegistry } from './work/job-registry.js';
import { JobService } from './work/job-service.js';

/**
 * Background work of one application. Nothing is opened, and Agenda is not loaded, before something is queued or a worker
 * starts: an application without jobs pays nothing.
 */
export class JobsRuntime {
  /** Jobs, as `Context` and services use them. */
  readonly gateway: JobGateway;
  /** Tools as background tasks, as the wire projections use them. */
  readonly tasks: TaskRunner;
  private registry = new JobRegistry([]);
  private engine: Promise<JobsEngine> | undefined;
  private working: Promise<void> | undefined;
  private readonly closing = new AbortController();

  constructor(private readonly parts: Omit<EngineParts, 'jobs' | 'signal'>) {
    const service = async () => (await this.open()).service;
    this.gateway = new JobService(() => this.registry, service);
    this.tasks = new LazyTaskRunner(async () => new TaskService(await service()));
  }

  /** To be called once, when the jobs are known. */
  bind(jobs: JobRegistry): void {
    this.registry = jobs;
  }

  /** Whether the application has jobs. */
  get hasJobs(): boolean {
    return this.registry.all.length > 0;
  }

  /** How many tasks this process runs now. */
  async running(): Promise<number> {
    return this.engine ? (await this.engine).running : 0;
  }

  /**
   * How long the task that waits longest for a worker has waited, in ms; 0 where none does, or nothing was opened yet.
   *
   * @throws whatever keeps the records from being read
   */
  async queueAge(): Promise<number> {
    return this.engine ? (await this.engine).queueAge() : 0;
  }

  /** All tasks, for whoever runs the application; `undefined` where nothing was opened yet, and it is not opened for this. */
  async desk(): Promise<TaskDesk | undefined> {
    return (await this.engine)?.desk;
  }

  /** Begins to do what is queued, in this process; calling it again does nothing. */
  work(): Promise<void> {
    if (!this.working) {
      const working = this.open().then((engine) => engine.start());
      this.working = working;
      working.catch(() => (this.working = undefined)); // what failed may succeed the next time
    }
    return this.working;
  }

  /** Finishes what runs, or hands it back, and closes what was opened. */
  async close(): Promise<void> {
    this.closing.abort(closed());
    await this.working?.catch(() => undefined); // whoever called it is told; what it started is to be stopped below
    await (await this.engine?.catch(() => undefined))?.close();
  }

  private open(): Promise<JobsEngine> {
    const { signal } = this.closing;
    if (signal.aborted) return Promise.reject(closed());
    if (!this.engine) {
      const opening = JobsEngine.open({ ...this.parts, jobs: this.registry, signal });
      this.engine = opening;
      opening.catch(() => {
        if (this.engine === opening) this.engine = undefined; // what failed may succeed the next time
      });
    }
    return this.engine;
  }
}

function closed(): PorticoError {
  return new PorticoError(
    'PORTICO_JOBS_CLOSED',
    'The application is closed, so no job can be queued or asked for.',
  );
}
