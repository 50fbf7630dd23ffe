import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PorticoFactory, type PorticoApp } from 'portico';
import type { TaskRunner } from '../../src/jobs/task-runner.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { OrdersModule } from './orders.fixture.js';
import { accepted, runtimeOf, toolCall } from './task-support.js';
import { WorkerProcesses } from './worker-processes.js';

/** A place for tasks that can be taken away and given back. */
export interface FragilePlace {
  readonly url: string;
  readonly prefix: string;
  down(): Promise<void>;
  up(): Promise<void>;
  remove(): Promise<void>;
}

const OUTAGE = 20_000;
/** How long everything may take to be as it should be afterwards, on a machine that is busy, in ms. */
const RECOVERY = 90_000;

/** What holds when the database is away for a while, whatever it is. */
export function describeOutage(name: string, open: () => Promise<FragilePlace>): void {
  describe(`${name} is away for ${OUTAGE / 1_000} s`, () => {
    let folder: string;
    let place: FragilePlace;
    let workers: WorkerProcesses;
    let app: PorticoApp;
    let tasks: TaskRunner;
    let log: RecordedLog;
    let options: { name: string; version: string; jobs: object; interaction: { keys: string[] } };

    beforeEach(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'portico-outage-'));
      place = await open();
      workers = new WorkerProcesses();
      log = new RecordedLog();
      const jobs = { url: place.url, prefix: place.prefix, lease: 3_000, patience: 200, drain: 500 };
      options = { name: 'orders', version: '1.0.0', jobs, interaction: { keys: ['k'.repeat(40)] } };
      app = await PorticoFactory.create(OrdersModule, { ...options, role: 'server', log });
      tasks = runtimeOf(app).tasks;
      await Promise.all([workers.start(options), workers.start(options)]);
    });
    afterEach(async () => {
      await workers.stop();
      await app.close();
      await place.remove();
      rmSync(folder, { recursive: true });
    });

    const diary = (task: string) => path.join(folder, task);
    const lines = (task: string) =>
      readFileSync(diary(task), { encoding: 'utf8', flag: 'a+' }).trim().split('\n');
    const submit = async (task: string, work: number) =>
      (await tasks.submit(toolCall('order', { diary: diary(task), work }))).id;
    const pay = (id: string) => tasks.answer(id, '', { 'elicitation-1': accepted('Ada') });
    const asks = (id: string) =>
      eventually(async () => expect((await tasks.get(id, ''))?.status).toBe('input_required'), RECOVERY);

    it(
      'no process dies, and no task is lost, asked twice or done twice',
      async () => {
        // One task ends while the database is away, one goes on until it is back, one waits for an answer.
        const orders = { short: await submit('short', 2_500), long: await submit('long', 26_000) };
        const asleep = await submit('asleep', 0);
        for (const id of [orders.short, orders.long, asleep]) await asks(id);
        for (const id of Object.values(orders)) await pay(id);
        for (const task of ['short', 'long'])
          await eventually(() => expect(lines(task).at(-1)).toMatch(/^work/), RECOVERY);

        await place.down();
        const meanwhile = submit('meanwhile', 0).then(
          (id) => id,
          () => undefined, // refused is as good: whoever asked knows
        );
        await sleep(OUTAGE);
        await place.up();

        for (const id of Object.values(orders))
          await eventually(async () => expect((await tasks.get(id, ''))?.status).toBe('completed'), RECOVERY);
        await eventually(() => pay(asleep), RECOVERY);
        const accepted = await meanwhile;
        if (accepted !== undefined) {
          await asks(accepted);
          await pay(accepted);
        }
        const later = await eventually(() => submit('later', 0), RECOVERY);
        await asks(later);
        await pay(later);

        const all = { ...orders, asleep, later, ...(accepted !== undefined && { meanwhile: accepted }) };
        for (const [task, id] of Object.entries(all)) {
          const ended = await eventually(async () => {
            const now = await tasks.get(id, '');
            expect(now?.status).toBe('completed');
            return now!;
          }, RECOVERY);
          expect(ended.result).toMatchObject({ structuredContent: { name: 'Ada', isOwnReceipt: true } });
          expect(lines(task).filter((line) => line === 'charge')).toHaveLength(1);
        }
        for (const { exitCode, signalCode } of workers.all)
          expect([exitCode, signalCode]).toEqual([null, null]);
        expect(workers.text).not.toMatch(/uncaught|unhandled/i);
      },
      OUTAGE + 6 * RECOVERY,
    );
  });
}
