import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Task } from '../../src/jobs/task-record.js';
import { isTerminal } from '../../src/jobs/task-record.js';
import { eventually } from '../support/eventually.js';
import { kinds } from './crowd.fixture.js';
import { CrowdProcess } from './crowd-processes.js';
import { accepted } from './task-support.js';

const COUNT = 200;
/** Of one task, on a machine that is busy, in ms. */
const LIMIT = 90_000;

/** What becomes of one of the crowd: some end at once, some are asked, and of each sort some are cancelled. */
type Fate =
  'completes' | 'is answered' | 'is cancelled while it asks' | 'is cancelled while it runs' | 'is raced';
const fates: readonly Fate[] = [
  'completes',
  'is answered',
  'is cancelled while it asks',
  'is cancelled while it runs',
  'is raced',
];

const kindOf: Readonly<Record<Fate, (typeof kinds)[number]>> = {
  completes: 'quick',
  'is answered': 'asking',
  'is cancelled while it asks': 'asking',
  'is cancelled while it runs': 'endless',
  'is raced': 'quick',
};

/** What holds when many tasks of every sort go through two servers and two workers, all of them processes. */
export function describeCrowd(name: string, place: () => Promise<{ url: string; prefix: string }>): void {
  describe(`two servers and two workers on ${name}`, () => {
    let folder: string;
    let processes: CrowdProcess[];

    beforeEach(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'portico-crowd-'));
      const { url, prefix } = await place();
      const common = { name: 'crowd', version: '1.0.0', interaction: { keys: ['k'.repeat(40)] } };
      const jobs = { url, prefix, concurrency: 50, patience: 100, drain: 1_000 };
      const roles = ['server', 'server', 'worker', 'worker'] as const;
      processes = await Promise.all(roles.map((role) => CrowdProcess.start({ ...common, jobs, role })));
    });
    afterEach(async () => {
      await Promise.all(processes.map((one) => one.stop()));
      rmSync(folder, { recursive: true });
    });

    it(
      `bring each of ${COUNT} tasks to exactly one right end`,
      async () => {
        const diary = path.join(folder, 'diary');
        const lines = () => readFileSync(diary, { encoding: 'utf8', flag: 'a+' }).trim().split('\n');
        const server = (n: number) => processes[n % 2]!;
        const seen = new Map<string, Task>();

        /** Looks by the one server or the other; what has ended never changes again. */
        const look = async (n: number, task: string): Promise<Task> => {
          const now = await server(n).ask({ call: 'get', task });
          const before = seen.get(task);
          if (before && isTerminal(before.status)) expect(now).toEqual(before);
          seen.set(task, now);
          return now;
        };
        const until = (n: number, task: string, isReady: (now: Task) => boolean) =>
          eventually(async () => {
            await sleep(50); // two hundred ask at once
            const now = await look(n, task);
            expect(isReady(now)).toBe(true);
            return now;
          }, LIMIT);
        const asks = ({ status }: Task) => status === 'input_required';

        const live = async (n: number, fate: Fate): Promise<readonly [string, Fate]> => {
          const args = { diary, n, kind: kindOf[fate] };
          const { id: task } = await server(n).ask({ call: 'submit', args });
          // What comes after is asked of the other server.
          if (fate === 'is answered') {
            await until(n + 1, task, asks);
            const answers = { 'elicitation-1': accepted(`member ${n}`) };
            await Promise.all([n, n + 1].map((k) => server(k).ask({ call: 'answer', task, answers })));
          } else if (fate === 'is cancelled while it asks') {
            await until(n + 1, task, asks);
            await server(n + 1).ask({ call: 'cancel', task });
          } else if (fate === 'is cancelled while it runs') {
            await eventually(() => expect(lines()).toContain(`runs ${n}`), LIMIT);
            await server(n + 1).ask({ call: 'cancel', task });
          } else if (fate === 'is raced') {
            await Promise.all([n, n + 1].map((k) => server(k).ask({ call: 'cancel', task })));
          }
          await until(n, task, ({ status }) => isTerminal(status));
          return [task, fate];
        };

        const all = await Promise.all(
          Array.from({ length: COUNT }, (_, n) => live(n, fates[n % fates.length]!)),
        );

        await eventually(() => {
          const running = lines().filter((line) => line.startsWith('runs'));
          expect(lines().filter((line) => line.startsWith('stopped'))).toHaveLength(running.length);
        }, LIMIT);
        const told = lines();
        const charges = (n: number) => told.filter((line) => line === `charge ${n}`).length;
        for (const [n, [task, fate]] of all.entries()) {
          const ended = await look(n + 1, task); // by the other server: the same
          if (fate === 'completes' || fate === 'is answered') expect(ended.status).toBe('completed');
          else if (fate !== 'is raced') expect(ended.status).toBe('cancelled');
          expect(charges(n)).toBeLessThanOrEqual(1);
          if (ended.status !== 'completed') {
            expect(ended).not.toHaveProperty('result');
            continue;
          }
          expect(charges(n)).toBe(1);
          expect(ended).toMatchObject({
            attempt: 1,
            result: {
              structuredContent: { n, receipt: n, ...(fate === 'is answered' && { name: `member ${n}` }) },
            },
          });
        }
        for (const one of processes) {
          expect(one.isAlive).toBe(true);
          expect(one.log).not.toMatch(/locked|unhandled|uncaught|error /i);
        }
      },
      LIMIT * 3,
    );
  });
}
