import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { createHome, type Home } from './support/programs.js';
import { programOf, serveSample, type RunningSample } from './support/samples.js';

let everything: RunningSample;
let home: Home;

beforeAll(async () => {
  [everything, home] = await Promise.all([serveSample('everything'), createHome()]);
});
afterAll(async () => {
  await home.remove();
  expect(await everything.stop()).toBe(0);
});

describe.each(['HTTP', 'stdio'])('the task client of SDK v1 over %s', (transport) => {
  let client: Client;
  const asked: string[] = [];

  beforeAll(async () => {
    client = new Client(
      { name: 'interop', version: '1.0.0' },
      { capabilities: { elicitation: { form: {} }, tasks: {} } },
    );
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked.push(params.message);
      return { action: 'accept', content: { confirm: true } };
    });
    const program = { command: process.execPath, args: [programOf('everything')], stderr: 'ignore' as const };
    await client.connect(
      transport === 'HTTP'
        ? new StreamableHTTPClientTransport(everything.url)
        : new StdioClientTransport(program),
    );
    await client.listTools();
  });
  afterAll(() => client.close());

  it('completes a task with a question in it', async () => {
    const call = { name: 'confirm_delete', arguments: { filename: 'old.txt' } };
    const seen: string[] = [];
    let result: unknown;
    for await (const message of client.experimental.tasks.callToolStream(call, CallToolResultSchema, {
      task: { ttl: 60_000 },
    })) {
      seen.push(message.type);
      if (message.type === 'error') throw message.error;
      if (message.type === 'result') ({ result } = message);
    }
    expect(seen[0]).toBe('taskCreated');
    expect(result).toMatchObject({ content: [{ type: 'text', text: 'Deleted old.txt.' }] });
    expect(asked).toEqual(['Delete old.txt?']);
  });

  it('lists and cancels', async () => {
    const call = { name: 'slow_compute', arguments: { seconds: 600 } };
    const stream = client.experimental.tasks.callToolStream(call, CallToolResultSchema, {
      task: { ttl: 60_000 },
    });
    const { value: first } = await stream.next();
    if (first?.type !== 'taskCreated') throw new Error(`The call became no task: ${JSON.stringify(first)}`);
    const { taskId } = first.task;
    const { tasks } = await client.experimental.tasks.listTasks();
    expect(tasks.map((task) => task.taskId)).toContain(taskId);
    expect((await client.experimental.tasks.cancelTask(taskId)).status).toBe('cancelled');
    await stream.return(undefined);
  });
});

it('Inspector, on the stateless revision, waits for a task', async () => {
  const { code, stdout, stderr } = await home.run(
    'mcp-inspector',
    '--cli',
    everything.url.href,
    '--transport',
    'http',
    '--protocol-era',
    'modern',
    '--method',
    'tools/call',
    '--tool-name',
    'slow_compute',
    '--tool-arg',
    'seconds=1',
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
  expect(stdout).toContain('Computed for 1 s.');
});
