import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PorticoFactory, type PorticoApp, type PorticoOptions } from 'portico';
import { openSqlite } from '../../src/storage/sqlite.js';
import { bearer, named } from '../identity/bearer.js';
import { runtimeOf, settled, textOf as taskText, toolCall } from '../jobs/task-support.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { textOf, type WireTask } from '../tasks/task-line.js';
import { serveTasks, taskLines, type TaskServer } from '../tasks/task-lines.js';
import { ReviewedModule } from './tasks.fixture.js';

const closing: (() => Promise<void>)[] = [];
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-review-'));
  file = path.join(folder, 'own', 'jobs.db');
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  rmSync(folder, { recursive: true });
});

async function create(options: Partial<PorticoOptions> = {}): Promise<PorticoApp> {
  const all = { name: 'review', version: '1.0.0', log: new RecordedLog(), jobs: { url: `sqlite:${file}` } };
  const app = await PorticoFactory.create(ReviewedModule, { ...all, ...options });
  closing.push(() => app.close());
  return app;
}

/** Does something to the file from outside. */
function alter(sql: string): void {
  const database = openSqlite(file);
  database.exec(sql);
  database.close();
}

describe.each(taskLines.filter(({ transport }) => transport === 'http'))('tasks over $name', (kind) => {
  const serve = async (
    options: Partial<PorticoOptions> = { jobs: { url: 'memory:', drain: 100 } },
  ): Promise<TaskServer> => {
    const server = await serveTasks(kind, ReviewedModule, options);
    closing.push(() => server.close());
    return server;
  };

  it('are refused to a caller who has too many, and to nobody else', async () => {
    const server = await serve({
      auth: { verify: named },
      jobs: { url: 'memory:', tasksPerCaller: 3, drain: 100 },
    });
    const ada = await server.open(undefined, bearer('ada'));
    const eve = await server.open(undefined, bearer('eve'));
    const answers = await Promise.all(Array.from({ length: 10 }, () => ada.call('endless')));
    const begun = answers.flatMap(({ result }) => (result ? [(result['task'] ?? result) as WireTask] : []));
    const refused = answers.flatMap(({ error }) => (error ? [error] : []));
    expect([begun.length, refused.length]).toEqual([3, 7]);
    for (const error of refused)
      expect(error).toMatchObject({
        code: -31_000,
        message: expect.stringContaining('Too many tasks: 3 of yours'),
        data: { code: 'PORTICO_TASK_LIMIT' },
      });
    await eve.start('endless');
    await ada.request('tasks/cancel', { taskId: begun[0]!.taskId });
    await ada.start('endless');
    expect((await ada.call('endless')).error?.code).toBe(-31_000);
  });

  it('know where their call came from, so that limits by address count as for any call', async () => {
    const line = await (await serve()).open();
    const { result } = await line.end((await line.start('where')).taskId);
    expect(result?.['structuredContent']).toEqual({ address: expect.stringMatching(/127\.0\.0\.1|::1/) });
  });

  if (kind.era === 'session')
    it('are not followed for a session that has ended', async () => {
      const server = await serve();
      const { tasks } = runtimeOf(server.app!);
      const following = new Set<object>();
      const watch = tasks.watch.bind(tasks);
      tasks.watch = (id, listener) => {
        const one = {};
        following.add(one);
        const stop = watch(id, listener);
        return () => {
          following.delete(one);
          stop();
        };
      };
      const line = await server.open();
      const { taskId } = await line.start('endless');
      const before = following.size;
      const gone = await server.open();
      for (let i = 0; i < 5; i++) gone.begin('tasks/result', { taskId }).catch(() => {});
      await eventually(() => expect(following.size).toBe(before + 5));
      await gone.leave();
      await eventually(() => expect(following.size).toBe(before), 10_000);
    });

  if (kind.era === 'stateless')
    it('are answered with their result, although their record cannot be removed', async () => {
      const line = await (await serve({ jobs: { url: `sqlite:${file}` } })).open();
      await line.call('soon');
      alter(`CREATE TRIGGER kept BEFORE DELETE ON portico_task BEGIN SELECT RAISE(ABORT, 'no'); END`);
      expect(textOf((await line.call('soon')).result)).toBe('at once');
    });

  if (kind.era === 'stateless')
    it('are told of although their record cannot be read while the client waits', async () => {
      const server = await serve({ jobs: { url: `sqlite:${file}` } });
      const line = await server.open();
      const waiting = line.call('later');
      await eventually(async () => expect(await runtimeOf(server.app!).running()).toBe(1));
      alter('ALTER TABLE portico_task RENAME TO away');
      const { result } = await waiting;
      alter('ALTER TABLE away RENAME TO portico_task');
      expect(result).toMatchObject({ resultType: 'task', taskId: expect.any(String) });
      expect(textOf((await line.end(String(result!['taskId']))).result)).toBe('late, but done');
    });
});

it('a task under a key that is gone hides no other, and its end can be read', async () => {
  const keys = (letter: string) => ({ interaction: { keys: [letter.repeat(40)] } });
  const jobs = { url: `sqlite:${file}`, attempts: 1, patience: 10, lease: 300 };
  const form = { name: 'tester', version: '1', capabilities: { elicitation: { form: {} } } };
  const old = await create({ ...keys('a'), jobs });
  await runtimeOf(old).work();
  const { tasks: before } = runtimeOf(old);
  const asking = await before.submit(toolCall('asking', {}, { client: form }));
  expect((await settled(before, asking.id, '', true)).status).toBe('input_required');
  await eventually(async () => expect(await runtimeOf(old).running()).toBe(0));

  const app = await create({ ...keys('b'), jobs });
  await runtimeOf(app).work();
  const { tasks } = runtimeOf(app);
  const fresh = await tasks.submit(toolCall('where'));
  expect((await tasks.list('', 10)).tasks.map(({ id }) => id)).toEqual([fresh.id]);
  await expect(tasks.get(asking.id, '')).rejects.toMatchObject({ code: 'PORTICO_TASK_SEALED' });

  await old.close();
  alter(`UPDATE portico_task SET due = 1, version = version + 1 WHERE id = '${asking.id}'`);
  alter('DELETE FROM portico_flow'); // so that a sweep is due
  await runtimeOf(await create({ ...keys('b'), jobs })).work();
  expect(await settled(tasks, asking.id)).toMatchObject({
    status: 'failed',
    error: { code: 'PORTICO_TASK_SEALED' },
  });
});

it('a sweep forgets all that is over, however much it is', async () => {
  const app = await create({ role: 'server' });
  const { tasks } = runtimeOf(app);
  const call = toolCall('where');
  const made = await Promise.all(Array.from({ length: 450 }, () => tasks.submit(call, { ttl: 1 })));
  await Promise.all(made.map(({ id }) => tasks.cancel(id, '')));
  const left = async () => (await tasks.list('', 1_000)).tasks.length;
  expect(await left()).toBe(450);
  await runtimeOf(app).work();
  await eventually(async () => expect(await left()).toBe(0), 20_000);
});

it('a task whose place in the queue could not be kept is there, and runs once', async () => {
  const server = await create({ role: 'server' });
  const { tasks } = runtimeOf(server);
  await tasks.get('opens the file', '');
  alter(
    `CREATE TRIGGER broken BEFORE INSERT ON portico_job BEGIN SELECT RAISE(ABORT, 'the queue is down'); END`,
  );
  const { id } = await tasks.submit(toolCall('where'));
  alter('DROP TRIGGER broken');
  const lease = 100;
  const overdue = Date.now() + 3 * lease;
  await eventually(() => expect(Date.now()).toBeGreaterThan(overdue));
  await runtimeOf(await create({ jobs: { url: `sqlite:${file}`, lease } })).work();
  const ended = await settled(tasks, id);
  expect(taskText(ended)).toContain('unknown');
  expect(ended.attempt).toBe(1);
});

it('nobody else on the machine can read the file of tasks', async () => {
  await runtimeOf(await create()).tasks.submit(toolCall('where'));
  const modes = ['', '-wal', '-shm', '.key'].map((end) => statSync(file + end).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
});
