import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { ServerLog } from '../common/server-log.js';
import type { ComponentGateway } from '../context/resources/component-gateway.js';
import type { QuestionPlaces } from '../interaction/question-places.js';
import type { HandlerRunner } from '../pipeline/handler-runner.js';
import type { JobQueue } from './job-queue.js';
import type { JobsSettings } from './jobs-settings.js';
import type { JobsStorage } from './jobs-storage.js';
import { openStorage } from './open-storage.js';
import { SealedFlowStore } from './tasks/sealed-flow-store.js';
import { createVault, requireKey } from './tasks/task-keys.js';
import { TaskLedger } from './tasks/task-ledger.js';
import { TaskDesk } from './tasks/task-desk.js';
import { TaskService, type ServiceParts } from './tasks/task-service.js';
import { TaskSweeper } from './tasks/task-sweeper.js';
import { TaskWorker } from './tasks/task-worker.js';
import { ToolExecutor } from './tasks/tool-executor.js';
import { JobExecutor } from './work/job-executor.js';
import type { JobRegistry } from './work/job-registry.js';
import { Schedules } from './work/schedules.js';

/** Effects are remembered so long that no task outlives them. */
const EFFECT_TTL = 7 * 86_400_000;

export interface EngineParts {
  readonly settings: JobsSettings;
  readonly jobs: JobRegistry;
  /** Runs calls of tools. */
  readonly gateway: ComponentGateway;
  /** Runs jobs. */
  readonly runner: HandlerRunner;
  readonly questions: QuestionPlaces;
  readonly log: ServerLog;
  /** Ends the attempts to reach a server. */
  readonly signal: AbortSignal;
}

/** Everything behind background work, open. */
export class JobsEngine {
  private constructor(
    readonly service: ServiceParts,
    private readonly storage: JobsStorage,
    private readonly queue: JobQueue,
    private readonly worker: TaskWorker,
    private readonly sweeper: TaskSweeper,
    private readonly schedules: Schedules,
    private readonly parts: EngineParts,
  ) {}

  /** Opens the storage and the queue. Agenda is loaded here, and nowhere before. */
  static async open(parts: EngineParts): Promise<JobsEngine> {
    const { settings, jobs, gateway, runner, questions, log } = parts;
    const { lease, patience, stopTime, keep, attempts, headers, tasksPerCaller } = settings;
    const storeUrl = settings.store ?? settings.url;
    if (!storeUrl.startsWith('mongodb')) requireKey(settings.keys, storeUrl);
    const storage = await openStorage(settings, log, parts.signal);
    try {
      const vault = createVault(settings.keys, storeUrl);
      const { AgendaQueue } = await import('./engine/agenda-queue.js');
      const { backend, signals, tasks } = storage;
      const queue = new AgendaQueue({ backend, signals, concurrency: settings.concurrency, lease, log });
      const ledger = new TaskLedger(tasks);
      const shared = { ledger, vault, queue, log, keep };
      const schedules = new Schedules({ ...shared, jobs });
      const worker = new TaskWorker({
        ...shared,
        flows: new SealedFlowStore(storage.flows, vault),
        questions,
        executors: {
          tool: new ToolExecutor(gateway, log, attempts),
          job: new JobExecutor(jobs, runner, log, attempts),
        },
        settings: { lease, patience, stopTime, effectTtl: EFFECT_TTL },
        name: `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`,
        onBegin: (record) => schedules.follow(record),
      });
      const sweeper = new TaskSweeper({
        ...shared,
        flows: storage.flows,
        interval: settings.sweepEvery,
        lease,
        prefix: settings.prefix,
        onSweep: () => schedules.plan(),
      });
      return new JobsEngine(
        { ...shared, headers, tasksPerCaller },
        storage,
        queue,
        worker,
        sweeper,
        schedules,
        parts,
      );
    } catch (error) {
      await storage.close();
      throw error;
    }
  }

  /** How many tasks this process runs now. */
  get running(): number {
    return this.worker.running;
  }

  /** All tasks, for whoever runs the application. */
  get desk(): TaskDesk {
    const { ledger, vault } = this.service;
    return new TaskDesk(ledger, vault, new TaskService(this.service));
  }

  /** See {@link JobsRuntime.queueAge}. */
  async queueAge(): Promise<number> {
    const now = Date.now();
    const [oldest] = await this.storage.tasks.overdue(now, 1);
    return oldest?.due == null ? 0 : Math.max(0, now - oldest.due);
  }

  /**
   * Begins to work.
   *
   * @throws PorticoError `PORTICO_SCHEDULE` for a cron expression that is none
   */
  async start(): Promise<void> {
    const { jobs, settings } = this.parts;
    await this.schedules.plan();
    await this.worker.start(jobs.lanes(settings.concurrency));
    this.sweeper.start();
  }

  /** Finishes or hands back what runs, and closes everything. */
  async close(): Promise<void> {
    await this.sweeper.stop();
    await this.worker.drain(this.parts.settings.drain);
    await this.queue.close();
    await this.storage.close();
  }
}
