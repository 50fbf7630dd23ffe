import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../obligations/support/raw-line.js';
import { eventually } from '../support/eventually.js';
import { accept, type TaskLine, type WireTask } from './task-line.js';
import { serveTasks, taskLines, type TaskServer } from './task-lines.js';
import { TasksModule } from './tasks.fixture.js';

const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';
const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

describe.each(taskLines.filter(({ era }) => era === 'stateless'))('news of tasks: $name', (kind) => {
  let server: TaskServer;
  let line: TaskLine;

  beforeAll(async () => {
    server = await serveTasks(kind, TasksModule);
  });
  beforeEach(async () => {
    line = await server.open();
  });
  afterEach(() => line.close());
  afterAll(() => server.close());

  const listen = async (notifications: object): Promise<number> => {
    const id = await line.begin('subscriptions/listen', { notifications });
    await eventually(() => expect(about(id, ACKNOWLEDGED)).toHaveLength(1));
    return id;
  };
  const about = (id: number, method: string): Message[] =>
    line
      .notified(method)
      .filter(({ params }) => (params?.['_meta'] as Record<string, unknown>)[SUBSCRIPTION] === id);
  const news = (id: number): WireTask[] =>
    about(id, 'notifications/tasks').map(({ params }) => params as unknown as WireTask);
  const update = (taskId: string, inputResponses: object) =>
    line.request('tasks/update', { taskId, inputResponses });

  it('tell all that tasks/get would, of each change, until the task has ended', async () => {
    const { taskId } = await line.start('confirm');
    const id = await listen({ taskIds: [taskId] });
    expect(about(id, ACKNOWLEDGED)[0]?.params?.['notifications']).toEqual({ taskIds: [taskId] });
    const asking = await eventually(() => {
      const found = news(id).find(({ status }) => status === 'input_required');
      if (!found) throw new Error('The task has asked nothing yet');
      return found;
    });
    const [key] = Object.keys(asking['inputRequests'] as object);
    await update(taskId, { [key!]: accept(true) });
    await eventually(() => expect(news(id).at(-1)?.status).toBe('completed'));
    const { _meta, ...last } = news(id).at(-1)!;
    const { _meta: other, resultType, ...read } = await line.get(taskId);
    expect({ last, resultType, _meta }).toEqual({
      last: read,
      resultType: 'complete',
      _meta: { [SUBSCRIPTION]: id },
    });
    expect(other).not.toHaveProperty(SUBSCRIPTION);
    const states = news(id).map((task) => JSON.stringify(task));
    expect(new Set(states).size).toBe(states.length);
    for (const method of [
      'notifications/progress',
      'notifications/message',
      'notifications/tools/list_changed',
    ])
      expect(line.notified(method)).toEqual([]);
  });

  it('tell of those that exist alone, and of each on its own stream', async () => {
    const [one, two] = [await line.start('count'), await line.start('count')];
    const first = await listen({ taskIds: [one.taskId, 'nobody', one.taskId], toolsListChanged: true });
    const second = await listen({ taskIds: [two.taskId] });
    expect(about(first, ACKNOWLEDGED)[0]?.params?.['notifications']).toEqual({
      taskIds: [one.taskId],
      toolsListChanged: true,
    });
    for (const [id, { taskId }] of [[first, one] as const, [second, two] as const]) {
      await eventually(() => expect(news(id).at(-1)).toMatchObject({ taskId, status: 'completed' }));
      expect(new Set(news(id).map((task) => task.taskId))).toEqual(new Set([taskId]));
    }
  });

  it('honour nothing where no task is to be found', async () => {
    const id = await listen({ taskIds: ['nobody'] });
    expect(about(id, ACKNOWLEDGED)[0]?.params?.['notifications']).toEqual({});
  });

  it('1.11: are refused to a client that does not declare the extension, and ids must be some', async () => {
    const needed = { requiredCapabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } };
    const capabilities = { 'io.modelcontextprotocol/clientCapabilities': {} };
    const refused = await line.request('subscriptions/listen', {
      notifications: { taskIds: ['any'] },
      _meta: capabilities,
    });
    expect(refused.error).toMatchObject({ code: -32_021, data: needed });
    const wrong = await line.request('subscriptions/listen', { notifications: { taskIds: 'any' } });
    expect(wrong.error).toMatchObject({ code: -32_602, message: expect.stringContaining('taskIds') });
  });

  it('end when the stream does', async () => {
    const { taskId } = await line.start('confirm');
    await line.reaches(taskId, 'input_required');
    const ended = await listen({ taskIds: [taskId] });
    await eventually(() => expect(news(ended)).toHaveLength(1));
    if (kind.transport === 'http') {
      await line.close();
      line = await server.open();
    } else await line.send({ method: 'notifications/cancelled', params: { requestId: ended } });
    const other = await listen({ taskIds: [taskId] });
    const before = news(ended).length;
    await line.request('tasks/cancel', { taskId });
    await eventually(() => expect(news(other).at(-1)?.status).toBe('cancelled'));
    if (kind.transport !== 'http') expect(news(ended)).toHaveLength(before);
  });
});
