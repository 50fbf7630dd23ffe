import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Jobs, PorticoFactory, type PorticoApp } from 'portico';
import type { TaskRunner } from '../../src/jobs/task-runner.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { OrdersModule, PoisonJob } from './orders.fixture.js';
import { accepted, runtimeOf, settled, toolCall } from './task-support.js';
import { WorkerProcesses } from './worker-processes.js';

/** What holds when processes come and go, whatever keeps the tasks. */
export function describeProcesses(name: string, place: () => Promise<{ url: string; prefix: string }>): void {
  jest.setTimeout(120_000); // processes start slowly where many want to run
  describe(`worker processes on ${name}`, () => {
    let folder: string;
    let workers: WorkerProcesses;
    let app: PorticoApp;
    let tasks: TaskRunner;
    let options: { name: string; version: string; jobs: object; interaction: { keys: string[] } };

    beforeEach(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'portico-workers-'));
      workers = new WorkerProcesses();
      const { url, prefix } = await place();
      const jobs = { url, prefix, lease: 2_000, patience: 300, drain: 1_000 };
      options = { name: 'orders', version: '1.0.0', jobs, interaction: { keys: ['k'.repeat(40)] } };
      app = await PorticoFactory.create(OrdersModule, { ...options, role: 'server', log: new RecordedLog() });
      tasks = runtimeOf(app).tasks;
    });
    afterEach(async () => {
      await workers.stop();
      await app.close();
      rmSync(folder, { recursive: true });
    });

    const diary = () => path.join(folder, 'diary');
    const lines = () => readFileSync(diary(), { encoding: 'utf8', flag: 'a+' }).trim().split('\n');
    const submit = async (work: number) =>
      (await tasks.submit(toolCall('order', { diary: diary(), work }))).id;
    const pidAfter = async (word: string) => {
      const line = await eventually(() => {
        const found = lines().find((text) => text.startsWith(word));
        expect(found).toBeDefined();
        return found!;
      }, 30_000);
      return Number(line.split(' ')[1]);
    };

    it('when one is killed in the middle, another finishes: nobody is asked twice, nothing is done twice', async () => {
      await Promise.all([workers.start(options), workers.start(options)]); // together, on an empty database
      const statuses: string[] = [];
      const id = await submit(1_200);
      tasks.watch(id, () => void tasks.get(id, '').then((task) => statuses.push(task!.status)));
      const asking = await settled(tasks, id, '', true);
      expect(Object.keys(asking.questions)).toEqual(['elicitation-1']);
      await tasks.answer(id, '', { 'elicitation-1': accepted('Ada') });
      const first = await pidAfter('work');
      workers.kill(first);
      const ended = await settled(tasks, id);
      expect(ended).toMatchObject({ status: 'completed', attempt: 2 });
      expect((ended.result as { structuredContent: object }).structuredContent).toEqual({
        name: 'Ada',
        attempt: 2,
        isOwnReceipt: true,
      });
      const told = lines();
      expect(told.filter((line) => line === 'charge')).toHaveLength(1);
      expect(told.filter((line) => line.startsWith('end'))).toEqual([
        expect.not.stringContaining(`${first}`),
      ]);
      expect(statuses.slice(statuses.lastIndexOf('input_required') + 1)).not.toContain('input_required');
    });

    it('what is cancelled stops in the other process at once', async () => {
      await workers.start(options);
      const id = await submit(20_000);
      await settled(tasks, id, '', true);
      await tasks.answer(id, '', { 'elicitation-1': accepted('Ada') });
      await pidAfter('work');
      const begun = performance.now();
      await tasks.cancel(id, '');
      await pidAfter('end');
      expect(performance.now() - begun).toBeLessThan(1_000);
      expect(lines().at(-1)).toContain('true');
    });

    it('one that is told to end hands back what it cannot finish', async () => {
      const worker = await workers.start(options);
      const id = await submit(2_000);
      await settled(tasks, id, '', true);
      await tasks.answer(id, '', { 'elicitation-1': accepted('Ada') });
      await pidAfter('work');
      worker.kill('SIGTERM');
      await workers.start(options);
      expect(await settled(tasks, id)).toMatchObject({ status: 'completed', attempt: 2 });
      expect(lines().filter((line) => line === 'charge')).toHaveLength(1);
    });

    it('a job that kills its process is given up', async () => {
      const jobs = app.get(Jobs);
      const id = await jobs.enqueue(PoisonJob, { diary: diary(), work: 0 });
      for (let i = 1; i <= 3; i++) {
        await workers.start(options);
        await eventually(
          () => expect(lines().filter((line) => line.startsWith('poison'))).toHaveLength(i),
          30_000,
        );
      }
      await workers.start(options);
      const ended = await jobs.wait(id, { timeout: '30s' });
      expect(ended).toMatchObject({ status: 'failed', error: { code: 'PORTICO_TASK_ATTEMPTS' } });
      expect(lines()).toHaveLength(3);
    });
  });
}
