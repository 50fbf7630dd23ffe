import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, named } from '../identity/bearer.js';
import { eventually } from '../support/eventually.js';
import { accept, textOf, type TaskLine } from './task-line.js';
import { serveTasks, taskLines, type TaskServer } from './task-lines.js';
import { TasksModule } from './tasks.fixture.js';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const PAGE = 50;

const idsOf = (result: Record<string, unknown> | undefined): string[] =>
  (result!['tasks'] as { taskId: string }[]).map(({ taskId }) => taskId);

describe.each(taskLines.filter(({ transport }) => transport === 'http'))(
  'tasks of somebody else: $name',
  (kind) => {
    const isSession = kind.era === 'session';
    let server: TaskServer;
    let ada: TaskLine;

    const open = (token: string) => server.open(undefined, bearer(token));

    beforeAll(async () => {
      server = await serveTasks(kind, TasksModule, { auth: { verify: named } });
      ada = await open('ada.at.phone');
    });
    afterAll(() => server.close());

    describe.each(['eve.at.phone', 'ada.at.laptop', 'ada'])('for %s', (token) => {
      it('are as if there were none, whatever is asked of them, and go on', async () => {
        const stranger = await open(token);
        const { taskId } = await ada.start('confirm');
        await ada.reaches(taskId, 'input_required');
        const inputResponses = Object.fromEntries(
          Object.keys((await ada.get(taskId))['inputRequests'] ?? { 'elicitation-1': {} }).map((key) => [
            key,
            accept(false),
          ]),
        );
        const asking: readonly [string, object][] = isSession
          ? [
              ['tasks/get', {}],
              ['tasks/result', {}],
              ['tasks/cancel', {}],
            ]
          : [
              ['tasks/get', {}],
              ['tasks/update', { inputResponses }],
              ['tasks/cancel', {}],
            ];
        for (const [method, params] of asking) {
          const foreign = await stranger.request(method, { ...params, taskId });
          const unknown = await stranger.request(method, { ...params, taskId: UNKNOWN });
          expect(foreign.error).toMatchObject({ code: -32_602 });
          expect(foreign.error).toEqual(unknown.error);
        }
        expect((await ada.get(taskId)).status).toBe('input_required');
        expect(textOf((await ada.end(taskId, () => accept(true))).result)).toBe('done');
        expect(JSON.stringify(stranger.received)).not.toContain(taskId);
      });
    });

    it('are found again by their owner from elsewhere', async () => {
      const { taskId } = await ada.start('count');
      const again = await open('ada.at.phone');
      expect((await again.get(taskId)).taskId).toBe(taskId);
    });

    it('say nothing to anyone else while they run', async () => {
      const eve = await open('eve.at.phone');
      const own = await eve.start('count', { steps: 2 }, { progressToken: 'same' });
      const { taskId } = await ada.start('count', { steps: 5, pause: 20 }, { progressToken: 'same' });
      await ada.end(taskId);
      await eve.end(own.taskId);
      if (isSession)
        await eventually(() =>
          expect(
            ada.notified('notifications/tasks/status').map(({ params }) => params?.['taskId']),
          ).toContain(taskId),
        );
      expect(JSON.stringify(eve.received)).not.toContain(taskId);
      expect(JSON.stringify(ada.received)).not.toContain(own.taskId);
    });

    if (isSession)
      it('are on no page of a list, nor is what follows the cursor of another', async () => {
        const bob = await open('bob');
        const eve = await open('mallory');
        const bobs: string[] = [];
        for (let i = 0; i < PAGE + 2; i++) bobs.push((await bob.start('count', { steps: 1 })).taskId);
        const mine = [(await eve.start('count')).taskId];
        const first = (await bob.request('tasks/list')).result;
        const cursor = first!['nextCursor'] as string;
        expect(idsOf(first)).toHaveLength(PAGE);
        const rest = (await bob.request('tasks/list', { cursor })).result;
        expect([...idsOf(first), ...idsOf(rest)].sort()).toEqual(bobs.sort());
        expect(idsOf((await eve.request('tasks/list')).result)).toEqual(mine);
        const behind = idsOf((await eve.request('tasks/list', { cursor })).result);
        expect(behind.filter((id) => !mine.includes(id))).toEqual([]);
      });
  },
);
