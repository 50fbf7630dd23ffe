import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../obligations/support/raw-line.js';
import { eventually } from '../support/eventually.js';
import { serveTasks, taskLines, type TaskServer } from './task-lines.js';
import { accept, textOf, type TaskLine } from './task-line.js';
import { TasksModule } from './tasks.fixture.js';

const messageOf = ({ params }: Message) => params?.['message'];

describe.each(taskLines)('tasks: $name', (kind) => {
  const isSession = kind.era === 'session';
  let server: TaskServer;
  let line: TaskLine;

  beforeAll(async () => {
    server = await serveTasks(kind, TasksModule);
    line = await server.open();
  });
  afterAll(() => server.close());

  it('1.11: are found at once and come to the result of the call', async () => {
    const { taskId, status } = await line.start('count', { steps: 2 });
    expect(status).toBe('working');
    expect((await line.get(taskId)).taskId).toBe(taskId);
    const ended = await line.end(taskId);
    expect(ended.status).toBe('completed');
    expect(ended.result?.['structuredContent']).toEqual({ steps: 2, background: true });
  });

  it('T9: what may be a task is said in lists of the revision that has a word for it', async () => {
    const { tools } = (await line.request('tools/list')).result as {
      tools: { name: string; execution?: { taskSupport: string } }[];
    };
    const support = new Map(tools.map(({ name, execution }) => [name, execution?.taskSupport]));
    expect(support.get('count')).toBe(isSession ? 'optional' : undefined);
    expect([...support.values()].some(Boolean)).toBe(isSession);
  });

  it('tell how far they are, and end when they are cancelled', async () => {
    const { taskId } = await line.start('endless');
    await eventually(async () =>
      expect(await line.get(taskId)).toMatchObject({ status: 'working', statusMessage: 'waiting (1/2)' }),
    );
    expect((await line.request('tasks/cancel', { taskId })).error).toBeUndefined();
    expect((await line.get(taskId)).status).toBe('cancelled');
    const again = await line.request('tasks/cancel', { taskId });
    if (isSession) expect(again.error?.code).toBe(-32_602);
    else expect(again.result).toMatchObject({ resultType: 'complete' });
  });

  it('ask one thing', async () => {
    const { taskId } = await line.start('confirm');
    await line.reaches(taskId, 'input_required');
    const { status, result } = await line.end(taskId, () => accept(true));
    expect({ status, text: textOf(result) }).toEqual({ status: 'completed', text: 'done' });
  });

  it('ask several things at a time, and then one more', async () => {
    const { taskId } = await line.start('trip');
    const asked: unknown[] = [];
    const { result } = await line.end(taskId, (question) => {
      asked.push(messageOf(question));
      const value = { 'From where?': 'Oslo', 'Where to?': 'Rome', 'Sure?': true }[
        String(messageOf(question))
      ];
      return accept(value);
    });
    expect(textOf(result)).toBe('Oslo Rome true');
    expect(asked).toEqual(['From where?', 'Where to?', 'Sure?']);
  });

  it('ask the model and for roots', async () => {
    const { taskId } = await line.start('sample');
    const { result } = await line.end(taskId, ({ method }) =>
      method === 'roots/list'
        ? { roots: [{ uri: 'file:///home/ada' }] }
        : { role: 'assistant', model: 'm', content: { type: 'text', text: 'Hi' } },
    );
    expect(textOf(result)).toBe('Hi in file:///home/ada');
  });

  it('end with what a tool says went wrong', async () => {
    const { status, result } = await line.end((await line.start('refuse')).taskId);
    expect(status).toBe(isSession ? 'failed' : 'completed');
    expect(result).toMatchObject({ isError: true, content: [{ text: 'Sold out.' }] });
  });

  it('tell nobody the text of an internal error', async () => {
    const { result } = await line.end((await line.start('fail')).taskId);
    expect(result).toMatchObject({ isError: true });
    expect(JSON.stringify(result)).toMatch(/Internal error \(error id \w+\)/);
    expect(JSON.stringify(line.received)).not.toContain('a secret');
  });

  it('fail by a protocol error where the client lacks what is needed', async () => {
    const { status, error } = await line.end((await line.start('need')).taskId);
    expect(status).toBe('failed');
    expect(error).toMatchObject({ code: isSession ? -32_602 : -32_021 });
  });

  it('are not made of arguments that do not fit', async () => {
    const { result, error } = await line.call('count', { steps: 'many' });
    if (isSession) expect(error).toMatchObject({ code: -32_602, message: expect.stringContaining('steps') });
    else
      expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('steps') }] });
  });

  it('are not made where a guard refuses, and filters word it', async () => {
    const { result, error } = await line.call('filtered');
    if (isSession) expect(error?.message).toBe('Come back tomorrow.');
    else expect(result).toMatchObject({ isError: true, content: [{ text: 'Come back tomorrow.' }] });
  });

  it('run within interceptors and time limits', async () => {
    const [wrapped, slow] = await Promise.all([line.start('wrapped'), line.start('slow')]);
    const { result } = await line.end(wrapped.taskId);
    expect(textOf(result)).toContain('within');
    expect(textOf(result)).toMatch(/^\[/);
    expect(textOf((await line.end(slow.taskId)).result)).toContain('longer than 30 ms');
  });

  it('1.11: are unknown where nobody made them', async () => {
    for (const method of ['tasks/get', 'tasks/cancel', ...(isSession ? ['tasks/result'] : [])])
      expect((await line.request(method, { taskId: 'nobody' })).error).toMatchObject({
        code: -32_602,
        message: 'Failed to retrieve task: Task not found',
      });
  });

  it('ask what parameters want to know', async () => {
    const params = { name: 'prepared', arguments: {} };
    const first = await line.call('prepared');
    if (isSession) {
      const { taskId } = first.result!['task'] as { taskId: string };
      const { result } = await line.end(taskId, (question) =>
        accept(messageOf(question) === 'Your name?' ? 'Ada' : true),
      );
      return expect(textOf(result)).toBe('Ada went on');
    }
    expect(first.result).toMatchObject({ resultType: 'input_required', inputRequests: { name: {} } });
    const inputResponses = { name: accept('Ada') };
    const retry = { ...params, inputResponses, requestState: first.result!['requestState'] };
    const second = await line.request('tools/call', retry);
    expect(second.result).toMatchObject({ resultType: 'task', taskId: expect.any(String) });
    expect(second.result).not.toHaveProperty('requestState');
    const repeated = await line.request('tools/call', retry);
    expect(repeated.result?.['taskId']).toBe(second.result!['taskId']);
    const asked: unknown[] = [];
    const { result } = await line.end(String(second.result!['taskId']), (question) => {
      asked.push(messageOf(question));
      return accept(true);
    });
    expect(textOf(result)).toBe('Ada went on');
    expect(asked).toEqual(['Go on?']);
  });

  it('1.11: are not begun by a client that cannot follow them', async () => {
    const plain = isSession ? line : await server.open({ elicitation: { form: {} } });
    const meta = isSession
      ? {}
      : { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } };
    const optional = await plain.request('tools/call', {
      name: 'count',
      arguments: { steps: 1 },
      _meta: meta,
    });
    expect(optional.result?.['structuredContent']).toEqual({ steps: 1, background: false });
    const required = await plain.request('tools/call', { name: 'endless', arguments: {}, _meta: meta });
    expect(required.error?.code).toBe(isSession ? -32_601 : -32_021);
    if (!isSession)
      expect(required.error?.data).toMatchObject({
        requiredCapabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } },
      });
  });

  it('begin only when a call takes longer, where it is so declared', async () => {
    const call = (name: string, args: object) =>
      line.request('tools/call', { name, arguments: args, _meta: { progressToken: name } });
    const quick = await call('maybe', { steps: 2 });
    expect(quick.result?.['structuredContent']).toEqual({ steps: 2 });
    const steps = line.notified('notifications/progress').map(({ params }) => params);
    expect(steps).toContainEqual(expect.objectContaining({ progressToken: 'maybe', progress: 2 }));
    const slow = await call('maybe', { steps: 3, pause: 300 });
    if (isSession) return expect(slow.result?.['structuredContent']).toEqual({ steps: 3 });
    expect(slow.result).toMatchObject({ resultType: 'task' });
    const { result } = await line.end(String(slow.result!['taskId']));
    expect(result?.['structuredContent']).toEqual({ steps: 3 });
  });

  if (!isSession) {
    it('begin when a call asks while its client waits', async () => {
      const asking = await line.request('tools/call', { name: 'maybeAsk', arguments: {} });
      expect(asking.result).toMatchObject({ resultType: 'task', status: 'input_required' });
      const { result } = await line.end(String(asking.result!['taskId']), () => accept(true));
      expect(textOf(result)).toBe('done');
    });

    it('1.11: keep a question until it is answered, and take no answer twice', async () => {
      const { taskId } = await line.start('trip');
      await line.reaches(taskId, 'input_required');
      const update = (inputResponses: object) => line.request('tasks/update', { taskId, inputResponses });
      await update({ from: accept('Oslo'), nobody: accept('Eve') });
      const { inputRequests } = await line.get(taskId);
      expect(Object.keys(inputRequests as object)).toEqual(['to']);
      await update({ from: accept('Paris') });
      const answers = (question: Message) => accept(messageOf(question) === 'Sure?' ? true : 'Rome');
      expect(textOf((await line.end(taskId, answers)).result)).toBe('Oslo Rome true');
    });
  } else {
    it('Q2: tell the session of progress by the token of the call, and of their status', async () => {
      const { taskId } = await line.start('count', { steps: 2, pause: 20 }, { progressToken: 'mine' });
      await line.end(taskId);
      await eventually(() => {
        const mine = line
          .notified('notifications/progress')
          .filter(({ params }) => params?.['progressToken'] === 'mine');
        expect(mine.length).toBeGreaterThan(0);
        const last = line
          .notified('notifications/tasks/status')
          .filter(({ params }) => params?.['taskId'] === taskId)
          .at(-1);
        expect(last?.params).toMatchObject({ status: 'completed', ttl: expect.any(Number) });
      });
    });

    it('are listed to the session that made them', async () => {
      const { taskId } = await line.start('count');
      const { result } = await line.request('tasks/list');
      const ids = (result!['tasks'] as { taskId: string }[]).map((task) => task.taskId);
      expect(ids).toContain(taskId);
      expect((await line.request('tasks/list', { cursor: 'nonsense' })).error?.code).toBe(-32_602);
      const other = await server.open();
      expect((await other.request('tasks/list')).result).toMatchObject({ tasks: [] });
    });

    it('are refused where a tool never is one', async () => {
      const { error } = await line.call('greet');
      expect(error?.code).toBe(-32_601);
    });
  }
});
