import { Agenda, type AgendaBackend, type Job, type JobRepository } from 'agenda';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { PorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Hold, JobQueue, Lane, QueueEntry, RunEnd } from '../job-queue.js';
import type { Signals } from '../signals/signals.js';
import { laneTopic } from '../signals/topics.js';
import { extendLock, leasedRepository } from './leased-repository.js';
import { Places } from './places.js';
import { QueueChannel } from './queue-channel.js';
import { ThrottledLog } from './throttled-log.js';

/** How often Agenda looks for entries although nobody told of any, in ms. */
const LOOK_EVERY = 500;
/** What Agenda is told of the life of a lock, in ms; see {@link leasedRepository}. */
const NOMINAL_LOCK = 1_000;
/** Each step of priority is worth so much waiting, in ms. */
const HEAD_START = 30_000;
const LOWEST_PRIORITY = -20;

interface EntryData {
  readonly task: string;
}

export interface AgendaQueueParts {
  /** Connected. */
  readonly backend: AgendaBackend;
  readonly signals: Signals;
  /** How many entries one worker runs at once, of all lanes. */
  readonly concurrency: number;
  /** How long an entry stays with a worker that shows no sign of life, in ms. */
  readonly lease: number;
  readonly log: ServerLog;
}

/** The queue on Agenda. An entry is one Agenda job that holds the id of a task and nothing else, and goes when it is done. */
export class AgendaQueue implements JobQueue {
  private readonly agenda: Agenda;
  private readonly channel: QueueChannel;
  private readonly repository: JobRepository;
  private readonly lanes = new Set<string>();
  private readonly places = new Places();
  private readonly trouble: ThrottledLog;
  private run: ((hold: Hold) => Promise<RunEnd>) | undefined;

  constructor(private readonly parts: AgendaQueueParts) {
    const { backend, signals, concurrency, lease, log } = parts;
    this.trouble = new ThrottledLog(log);
    this.repository = backend.repository;
    this.channel = new QueueChannel(signals);
    this.agenda = new Agenda({
      // It is connected already, with patience; Agenda's own attempt would end the process when it failed.
      backend: {
        name: backend.name,
        repository: leasedRepository(backend.repository, lease, this.places),
        ownsConnection: false,
        connect: async () => {},
        disconnect: async () => {},
      },
      notificationChannel: this.channel,
      name: `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`,
      processEvery: LOOK_EVERY,
      maxConcurrency: concurrency,
      defaultConcurrency: concurrency,
      defaultLockLimit: concurrency,
      defaultLockLifetime: NOMINAL_LOCK,
    });
    this.agenda.on('error', (error: Error) =>
      this.trouble.warn(`The job queue has trouble: ${error.message}`),
    );
    // A free place is filled at once, not at the next look; the place is free a moment after this event.
    this.agenda.on('complete', (job: { attrs?: { name: string } }) => {
      const lane = job.attrs?.name;
      if (lane !== undefined) setImmediate(() => this.channel.wake(lane));
    });
  }

  async enqueue({ task, lane, at = Date.now(), priority = 0 }: QueueEntry): Promise<void> {
    const isNow = at <= Date.now();
    const entry = this.agenda.create(lane, { task } satisfies EntryData);
    entry.attrs.priority = priority;
    // Backends order by time before they look at priority, so priority is told as time.
    entry.attrs.nextRunAt = new Date(isNow ? at - (priority - LOWEST_PRIORITY) * HEAD_START : at);
    await entry.save();
    if (isNow) this.parts.signals.send(laneTopic(lane));
  }

  async start(lanes: readonly Lane[], run: (hold: Hold) => Promise<RunEnd>): Promise<void> {
    this.run = run;
    for (const { name, concurrency } of lanes) {
      this.lanes.add(name);
      // Exactly one parameter: with two, Agenda would wait for a callback.
      this.agenda.define(name, (job: Job<EntryData>) => this.work(job), {
        concurrency,
        lockLimit: concurrency,
        lockLifetime: NOMINAL_LOCK,
      });
      this.places.open(name, concurrency);
      this.channel.follow(name);
    }
    await this.agenda.start();
  }

  /** What runs goes on, and ends its entry itself. */
  async stop(): Promise<void> {
    await this.agenda.stop(false);
  }

  nextTime(cron: string, after: Date, timezone: string | undefined): Date {
    const job = this.agenda.create('portico:cron', {});
    job.attrs.lastRunAt = after;
    job.repeatEvery(cron, timezone === undefined ? {} : { timezone });
    if (job.attrs.nextRunAt) return job.attrs.nextRunAt;
    throw new PorticoError(
      'PORTICO_SCHEDULE',
      `'${cron}'${timezone === undefined ? '' : ` in time zone '${timezone}'`} has no next time: ${job.attrs.failReason ?? 'it never comes'}. Use five or six fields, such as '0 3 * * *', and a time zone such as 'Europe/Berlin'.`,
    );
  }

  async close(): Promise<void> {
    await this.stop();
  }

  /** Never throws: Agenda would keep an entry that failed, and never run it again. */
  private async work(job: Job<EntryData>): Promise<void> {
    const { attrs } = job;
    const id = String(attrs._id);
    const hold: Hold = {
      task: attrs.data.task,
      extend: async (ms) => {
        await extendLock(this.repository, attrs, ms);
        this.places.keep(attrs.name, id, Date.now() + ms);
      },
    };
    try {
      const end = await this.run!(hold);
      if (end === 'done') await this.repository.removeJobs({ id });
      else if (end === 'return') await this.giveBack(id, attrs.name);
    } catch (error) {
      // It stays locked, and comes to another worker when the lock is over.
      this.trouble.warn(`A run ended unexpectedly and is tried again later: ${(error as Error).message}`);
    } finally {
      this.places.free(attrs.name, id);
    }
  }

  private async giveBack(id: string, lane: string): Promise<void> {
    await this.repository.unlockJobs([id]);
    this.parts.signals.send(laneTopic(lane));
  }
}
