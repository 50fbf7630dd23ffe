import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLog } from 'portico';
import { QuestionPlaces } from '../../src/interaction/question-places.js';
import type { Hold, JobQueue, QueueEntry } from '../../src/jobs/job-queue.js';
import type { JobsStorage } from '../../src/jobs/jobs-storage.js';
import { openSqliteStorage } from '../../src/jobs/sqlite/open-sqlite-storage.js';
import type { TaskRecord } from '../../src/jobs/task-record.js';
import { newRecord } from '../../src/jobs/tasks/new-record.js';
import { TaskLedger } from '../../src/jobs/tasks/task-ledger.js';
import { TaskSweeper } from '../../src/jobs/tasks/task-sweeper.js';
import { TaskVault } from '../../src/jobs/tasks/task-vault.js';
import { TaskWorker, type WorkerParts } from '../../src/jobs/tasks/task-worker.js';
import { beat, begin, cancel, finish, isHeld, suspend } from '../../src/jobs/tasks/transitions.js';
import { toolCall } from './task-support.js';

const HOUR = 3_600_000;
const vault = new TaskVault(undefined);
let storage: JobsStorage;
let ledger: TaskLedger;
let queued: QueueEntry[];

const queue: JobQueue = {
  enqueue: async (entry) => void queued.push(entry),
  start: async () => {},
  stop: async () => {},
  nextTime: (_cron, after) => after,
  close: async () => {},
};

beforeEach(() => {
  storage = openSqliteStorage(':memory:', 'portico', silentLog);
  ledger = new TaskLedger(storage.tasks);
  queued = [];
});
afterEach(() => storage.close());

async function insert(changes: Partial<TaskRecord> = {}): Promise<TaskRecord> {
  const { id: request, method, params, meta, era, protocolVersion, transport, client } = toolCall('quick');
  const caller = { version: 1, era, protocolVersion, transport, client };
  const id = `task-${Math.random()}`;
  const input = vault.close(id, 'input', { caller, request: { id: request, method, params, meta } });
  const record = {
    ...newRecord({ id, kind: 'tool', name: 'quick', owner: '', input, ttl: HOUR }),
    ...changes,
  };
  await storage.tasks.insert(record);
  return record;
}

const read = async ({ id }: TaskRecord) => (await storage.tasks.read(id))!;

describe('who may write', () => {
  it('is one of all who take a task up at once', async () => {
    const record = await insert();
    const takers = Array.from({ length: 20 }, (_, i) =>
      ledger.change(record.id, (now) => begin(now, `w${i}`, 1_000, Date.now())),
    );
    const taken = (await Promise.all(takers)).filter((one) => one !== undefined);
    expect(taken).toHaveLength(1);
    expect(await read(record)).toMatchObject({ run: 1, attempt: 1, failures: 0, holder: taken[0]!.holder });
  });

  it('is the newest run: the result of one that was given up for lost is refused', async () => {
    const record = await insert();
    await ledger.change(record.id, (now) => begin(now, 'one', 1_000, Date.now()));
    expect(isHeld(await read(record), Date.now())).toBe(true);
    await ledger.change(record.id, (now) => begin(now, 'two', 1_000, Date.now() + 2_000));
    expect(await read(record)).toMatchObject({ run: 2, attempt: 2, failures: 1, holder: 'two' });
    const end = (run: number, text: string) =>
      ledger.change(record.id, (now) => finish(now, run, 'completed', text, Date.now()));
    expect(await ledger.change(record.id, (now) => beat(now, 1, 1_000, Date.now()))).toBeUndefined();
    const ends = await Promise.all([end(1, 'one'), end(2, 'two'), end(2, 'again'), end(1, 'one')]);
    expect(ends.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await read(record)).toMatchObject({
      status: 'completed',
      outcome: 'two',
      holder: null,
      due: null,
    });
    expect(await ledger.change(record.id, (now) => cancel(now, Date.now()))).toBeUndefined();
  });

  it('counts a wake from sleep as no attempt, and a lost process as one', async () => {
    const record = await insert();
    await ledger.change(record.id, (now) => begin(now, 'one', 1_000, 0));
    await ledger.change(record.id, () => ({ questions: 'q', status: 'input_required' }));
    expect(await ledger.change(record.id, (now) => suspend(now, 1, 'older', 'j', 0))).toBeUndefined();
    await ledger.change(record.id, (now) => suspend(now, 1, 'q', 'j', 0));
    expect(await ledger.change(record.id, (now) => begin(now, 'two', 1_000, 5_000))).toBeUndefined();
    await ledger.change(record.id, () => ({ due: 5_000, status: 'working' }));
    await ledger.change(record.id, (now) => begin(now, 'two', 1_000, 5_000));
    expect(await read(record)).toMatchObject({ run: 2, attempt: 1, failures: 0 });
  });
});

describe('a sweep', () => {
  let sweeps: number;
  const sweeper = (prefix = 'portico') =>
    new TaskSweeper({
      prefix,
      ledger,
      vault,
      queue,
      flows: storage.flows,
      interval: 10_000,
      lease: 1_000,
      log: silentLog,
      onSweep: async () => void sweeps++,
    });
  beforeEach(() => {
    sweeps = 0;
  });

  it('queues what lost its place, once, and leaves alone what is held, asleep or not due', async () => {
    const now = Date.now();
    const orphan = await insert({ due: now - 60_000 });
    const dead = await insert({ due: now - 60_000, holder: 'dead', run: 1, attempt: 1 });
    await insert({ due: now + 500, holder: 'alive', run: 1 });
    await insert({ due: null, holder: 'suspended', status: 'input_required' });
    await insert({ due: now + HOUR });
    await sweeper().sweep();
    expect(queued.map(({ task }) => task).sort()).toEqual([orphan.id, dead.id].sort());
    expect(await read(dead)).toMatchObject({ holder: null, failures: 1 });
    await sweeper().sweep();
    expect(queued).toHaveLength(2);
    expect(await ledger.change(orphan.id, (task) => begin(task, 'w', 1_000, now))).toBeDefined();
  });

  it('forgets what has ended, gives up what nobody answers, and keeps what goes on', async () => {
    const over = Date.now() - 1;
    const ended = await insert({ expires: over, status: 'completed', due: null });
    const asleep = await insert({ expires: over, status: 'input_required', due: null, holder: 'suspended' });
    const running = await insert({ expires: over, holder: 'w', due: Date.now() + 60_000 });
    await sweeper().sweep();
    expect(await storage.tasks.read(ended.id)).toBeUndefined();
    const givenUp = await read(asleep);
    expect(givenUp).toMatchObject({ status: 'failed' });
    expect(vault.open(givenUp.id, 'outcome', givenUp.outcome!)).toMatchObject({
      error: { code: 'PORTICO_ABANDONED' },
    });
    expect(givenUp.expires).toBeGreaterThan(Date.now());
    expect((await read(running)).expires).toBeGreaterThan(Date.now());
  });

  it('is done by one process at a time', async () => {
    const [one, two] = [sweeper(), sweeper()];
    one.start();
    two.start();
    await Promise.all([one.stop(), two.stop()]);
    expect(sweeps).toBe(1);
    const other = sweeper('other'); // of tables of its own in the same database
    other.start();
    await other.stop();
    expect(sweeps).toBe(2);
  });
});

describe('a worker', () => {
  const hold = (task: string): Hold => ({ task, extend: async () => {} });
  function worker(run: () => Promise<unknown>, changes: Partial<WorkerParts> = {}) {
    let take!: (hold: Hold) => Promise<unknown>;
    const executor = {
      mayAsk: false,
      run,
      retryAfter: () => undefined,
      maxFailures: () => 3,
      describe: (_record: TaskRecord, error: unknown) => ({ code: 'X', message: String(error) }),
    };
    const made = new TaskWorker({
      queue: { ...queue, start: async (_lanes, given) => void (take = given) },
      ledger,
      vault,
      flows: storage.flows,
      questions: new QuestionPlaces({ questionsPerSession: 10, questionsPerCaller: 10 }),
      executors: { tool: executor, job: executor },
      settings: { lease: 300, patience: 100, stopTime: 100, effectTtl: HOUR },
      log: silentLog,
      name: 'me',
      onBegin: async () => true,
      ...changes,
    });
    return { made, take: async (id: string) => (await made.start([]), take(hold(id))) };
  }

  it('gives up a task that has taken too many processes down', async () => {
    const record = await insert({ failures: 3, attempt: 3, run: 3 });
    let runs = 0;
    const { take } = worker(async () => void runs++);
    expect(await take(record.id)).toBe('done');
    expect(runs).toBe(0);
    const { status, outcome } = await read(record);
    expect(status).toBe('failed');
    expect(vault.open(record.id, 'outcome', outcome!)).toMatchObject({
      error: { code: 'PORTICO_TASK_ATTEMPTS' },
    });
  });

  it('comes again later for a task another holds, and does nothing for one that is over or asleep', async () => {
    const until = Date.now() + 5_000;
    const held = await insert({ holder: 'other', due: until, run: 1 });
    const { take } = worker(async () => 'no');
    expect(await take(held.id)).toBe('done');
    expect(queued).toMatchObject([{ task: held.id, at: until }]);
    const asleep = await insert({ status: 'input_required', holder: 'suspended', due: null });
    expect(await take(asleep.id)).toBe('done');
    expect(await take('no-such-task')).toBe('done');
    expect(await read(asleep)).toEqual(asleep);
  });

  it('shows signs of life while it runs', async () => {
    const record = await insert();
    const { take } = worker(() => new Promise((resolve) => setTimeout(() => resolve('late'), 1_000)));
    const taken = take(record.id);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(isHeld(await read(record), Date.now())).toBe(true);
    expect(await taken).toBe('done');
    expect((await read(record)).status).toBe('completed');
  });

  it('stores the end when the store is back', async () => {
    const record = await insert();
    const { update } = storage.tasks;
    const { take } = worker(async () => {
      let failures = 3;
      storage.tasks.update = (...args) => {
        if (failures-- > 0) return Promise.reject(new Error('the store is away'));
        return update.apply(storage.tasks, args);
      };
      return 'kept';
    });
    expect(await take(record.id)).toBe('done');
    expect((await read(record)).status).toBe('completed');
  });

  it('leaves a handler behind that does not stop, and tells of it', async () => {
    const record = await insert();
    const lines: string[] = [];
    const log = { ...silentLog, warn: (line: string) => void lines.push(line) };
    let begin = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const forever = () => {
      begin();
      return new Promise<never>(() => {});
    };
    const { take } = worker(forever, { log });
    const taken = take(record.id);
    await begun;
    await ledger.change(record.id, (now) => cancel(now, Date.now()));
    expect(await taken).toBe('done');
    expect(lines.join()).toContain('Let it stop by ctx.signal');
  });
});
