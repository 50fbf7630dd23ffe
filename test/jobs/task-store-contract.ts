import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { TaskRecord } from '../../src/jobs/task-record.js';
import { MAX_LOG, type TaskStore } from '../../src/jobs/task-store.js';
import { newRecord, type NewTask } from '../../src/jobs/tasks/new-record.js';
import { eventually } from '../support/eventually.js';

/** A store, and how it is closed with all it stands on. */
export interface OpenedStore {
  readonly tasks: TaskStore;
  close(): Promise<void>;
}

export function task(changes: Partial<NewTask> = {}): TaskRecord {
  return newRecord({
    id: randomUUID(),
    kind: 'tool',
    name: 'report',
    owner: `owner-${randomUUID()}`,
    input: 'sealed',
    ttl: 60_000,
    ...changes,
  });
}

/** What every store of tasks promises. Two are opened, as by two processes; in memory they are one. */
export function describeTaskStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`task store: ${name}`, () => {
    let opened: readonly OpenedStore[];
    let one: TaskStore;
    let two: TaskStore;
    beforeAll(async () => {
      opened = await Promise.all([open(), open()]); // two processes may start together on an empty store
      [one, two] = [opened[0]!.tasks, opened[1]!.tasks];
    });
    afterAll(async () => {
      for (const store of new Set(opened)) await store.close();
    });

    it('gives back what it was given', async () => {
      const record = task({ unique: `mail:${randomUUID()}`, priority: -3, lane: 'a:b' });
      expect(await one.insert(record)).toBeUndefined();
      expect(await two.read(record.id)).toEqual(record);
      expect(await two.read(randomUUID())).toBeUndefined();
    });

    it('keeps one of many with the same id or the same unique name, and says which', async () => {
      const unique = `once:${randomUUID()}`;
      const records = Array.from({ length: 20 }, () => task({ unique }));
      const there = await Promise.all(records.map((record, i) => (i % 2 ? one : two).insert(record)));
      const winner = records[there.indexOf(undefined)]!;
      expect(there.filter((id) => id === undefined)).toHaveLength(1);
      expect(new Set(there.filter((id) => id !== undefined))).toEqual(new Set([winner.id]));
      expect(await one.insert(winner)).toBe(winner.id);
      await one.update(winner.id, 1, { unique: null }, false);
      expect(await two.insert(task({ unique }))).toBeUndefined();
    });

    it('counts what an owner has unfinished, and no further than asked', async () => {
      const { owner, ...first } = task();
      const records = [first, task(), task(), task({ kind: 'job' })].map((one) => ({ ...one, owner }));
      for (const record of records) await one.insert(record);
      expect(await two.unfinished(owner, 10)).toBe(3);
      expect(await two.unfinished(owner, 2)).toBe(2);
      await two.update(records[0]!.id, 1, { status: 'input_required' }, true);
      await one.update(records[1]!.id, 1, { status: 'cancelled', due: null }, true);
      expect(await one.unfinished(owner, 10)).toBe(2);
      await one.remove([records[2]!.id]);
      expect(await two.unfinished(owner, 10)).toBe(1);
      expect(await two.unfinished(`nobody-${randomUUID()}`, 10)).toBe(0);
    });

    it('makes a change to its own version only, and one of many at once', async () => {
      const record = task();
      await one.insert(record);
      const changes = Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? one : two).update(record.id, 1, { holder: `w${i}`, run: 1, due: 5 }, false),
      );
      expect((await Promise.all(changes)).filter(Boolean)).toHaveLength(1);
      const after = (await two.read(record.id))!;
      expect(after).toMatchObject({ version: 2, run: 1, due: 5 });
      const cleared = {
        holder: null,
        due: null,
        done: 1.5,
        total: 3,
        message: 'm',
        status: 'failed',
      } as const;
      expect(await one.update(record.id, 2, cleared, false)).toBe(true);
      expect(await two.read(record.id)).toEqual({ ...after, ...cleared, version: 3 });
      expect(await one.update(randomUUID(), 1, { run: 2 }, false)).toBe(false);
    });

    it('lists the tasks of an owner, newest first, page by page, and no jobs', async () => {
      const owner = `owner-${randomUUID()}`;
      const records = Array.from({ length: 7 }, (_, i) => ({
        ...task({ owner }),
        created: 1_000 + (i >> 1),
      }));
      for (const record of records) await one.insert(record);
      await one.insert(task({ owner, kind: 'job' }));
      const seen: TaskRecord[] = [];
      let from: string | undefined;
      do {
        const page = await two.list(owner, 3, from);
        expect(page.records.length).toBeLessThanOrEqual(3);
        seen.push(...page.records);
        from = page.next;
      } while (from !== undefined);
      expect(seen).toHaveLength(7);
      expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(records.map(({ id }) => id)));
      expect(seen.map(({ created }) => created)).toEqual([1_003, 1_002, 1_002, 1_001, 1_001, 1_000, 1_000]);
      expect((await two.list(owner, 10, 'no cursor')).records).toHaveLength(7);
    });

    it('shows tasks of all owners and jobs, those that are kept longest first', async () => {
      const [job, tool, short] = [task({ kind: 'job', ttl: 8e12 }), task({ ttl: 7e12 }), task({ ttl: 6e12 })];
      for (const record of [short, job, tool]) await one.insert(record);
      expect(await two.latest(2)).toEqual([job, tool]);
      await one.remove([job.id, tool.id, short.id]);
    });

    it('finds what is overdue and what has expired, the longest first', async () => {
      const [late, later, soon] = [task({ due: -30 }), task({ due: -20 }), task({ due: 9e12 })];
      for (const record of [soon, later, late]) await one.insert(record);
      const overdue = (await two.overdue(-10, 10)).map(({ id }) => id);
      expect(overdue).toEqual([late.id, later.id]);
      await one.update(late.id, 1, { due: null, expires: -5 }, false);
      expect((await two.overdue(-10, 10)).map(({ id }) => id)).toEqual([later.id]);
      expect((await two.expired(-1, 10)).map(({ id }) => id)).toEqual([late.id]);
      await two.remove([late.id, later.id]);
      expect(await one.expired(-1, 10)).toEqual([]);
      expect(await one.overdue(-10, 10)).toEqual([]);
      expect(await one.read(late.id)).toBeUndefined();
    });

    it('forgets a task wholly', async () => {
      const record = task({ unique: `gone:${randomUUID()}` });
      await one.insert(record);
      await one.appendLog(record.id, { time: 1, level: 'info', text: 'x' });
      await two.remove([record.id]);
      expect(await one.logs(record.id)).toEqual([]);
      expect((await one.list(record.owner, 5)).records).toEqual([]);
      expect(await one.insert(task({ unique: record.unique }))).toBeUndefined();
    });

    it('keeps the latest of what a task said, in order', async () => {
      const record = task();
      await one.insert(record);
      const count = MAX_LOG + 40;
      for (let i = 0; i < count; i++)
        await one.appendLog(record.id, { time: i, level: 'info', text: `line ${i}` });
      const logs = await two.logs(record.id);
      expect(logs).toHaveLength(MAX_LOG);
      expect(logs.at(-1)).toEqual({ time: count - 1, level: 'info', text: `line ${count - 1}` });
      expect(logs[0]).toEqual({ time: 40, level: 'info', text: 'line 40' });
    });

    it('tells those who watch a task of a change, here and elsewhere, and nobody after', async () => {
      const record = task();
      await one.insert(record);
      const heard = { here: 0, there: 0, later: 0 };
      const stops = [one.watch(record.id, () => heard.here++), two.watch(record.id, () => heard.there++)];
      await new Promise((resolve) => setTimeout(resolve, 50));
      const before = { ...heard };
      await one.update(record.id, 1, { status: 'cancelled' }, true);
      await eventually(() => {
        expect(heard.here).toBeGreaterThan(before.here);
        expect(heard.there).toBeGreaterThan(before.there);
      });
      for (const stop of stops) stop();
      const after = { ...heard };
      await two.update(record.id, 2, { done: 1 }, true);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(heard).toEqual(after);
    });
  });
}
