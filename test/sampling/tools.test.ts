import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import {
  connectModel,
  results,
  say,
  use,
  ways,
  withTools,
  type Asked,
  type ModelClient,
} from './model-client.js';
import { ran, ToolsModule } from './tools.fixture.js';

type Call = readonly [name: string, input: Record<string, unknown>];

describe.each(ways)('tools a model may call, $name', (way) => {
  let client: ModelClient;
  beforeEach(() => void (ran.length = 0));
  afterEach(() => client.close());

  async function connect(model?: (turn: number, asked: Asked) => unknown) {
    return (client = await connectModel(ToolsModule, way, {
      capabilities: { ...withTools, elicitation: {} },
      model: (asked, turn) => model?.(turn, asked),
    }));
  }

  /** One turn with these calls, and one that ends. */
  async function turnWith(tool: string, calls: readonly Call[], args: Record<string, unknown> = {}) {
    await connect((turn) => (turn === 1 ? use(turn, ...calls) : say('done')));
    const outcome = await client.call(tool, args);
    return { outcome: outcome.structuredContent, told: results(client.asked[1]!) };
  }

  test('the model is told of functions and of this server’s own tools', async () => {
    await turnWith('run', [['text', {}]]);
    const { tools, toolChoice } = client.asked[0]!;
    expect(tools!.slice(0, 4)).toEqual([
      {
        name: 'square',
        description: 'Square a number',
        inputSchema: expect.objectContaining({ type: 'object', required: ['n'] }),
      },
      {
        name: 'double',
        description: 'Double a number',
        inputSchema: expect.objectContaining({ type: 'object', required: ['n'] }),
      },
      { name: 'fails', inputSchema: expect.objectContaining({ type: 'object' }) },
      { name: 'text', inputSchema: { type: 'object' } },
    ]);
    expect(toolChoice).toBeUndefined();
  });

  test('results come in the order of the calls, alone in the next message of the user, one for each call', async () => {
    const { outcome, told } = await turnWith('run', [
      ['square', { n: 3 }],
      ['double', { n: 4 }],
      ['square', { n: 5 }],
    ]);
    expect(told).toEqual({
      'use-1-1': { text: '9', isError: false },
      'use-1-2': { text: '{"doubled":8}', isError: false },
      'use-1-3': { text: '25', isError: false },
    });
    expect(outcome).toMatchObject({ text: 'done', stopReason: 'endTurn' });
    expect((outcome as { history: object[] }).history).toHaveLength(4);
    expect(client.asked[1]!.messages.at(-1)).toMatchObject({ role: 'user' });
  });

  test('the turns go on until the model calls no more', async () => {
    await connect((turn) => (turn < 4 ? use(turn, ['square', { n: turn }]) : say('done')));
    await client.call('run');
    expect(client.asked).toHaveLength(4);
    expect(client.asked[3]!.messages).toHaveLength(7);
    if (way.era === 'stateless')
      expect(client.keys).toEqual(['sampling-1', 'sampling-1.2', 'sampling-1.3', 'sampling-1.4']);
    if (way.name !== 'stateless, run again') expect(ran).toEqual(['square 1', 'square 2', 'square 3']);
  });

  test('what a function returns is told as text, as content, or as data', async () => {
    const names = ['text', 'nothing', 'list', 'picture', 'whoami'];
    const { told } = await turnWith(
      'run',
      names.map((name) => [name, { a: 1 }] as const),
    );
    expect(Object.values(told).map(({ text }) => text)).toEqual([
      'plain',
      '',
      '["a","b"]',
      'Look:|image',
      '{"args":{"a":1},"client":"lender","id":"use-1-5"}',
    ]);
    const { content } = client.asked[1]!.messages.at(-1)!;
    expect((content as object[])[4]).toHaveProperty('structuredContent.client', 'lender');
    expect((content as object[])[2]).not.toHaveProperty('structuredContent');
  });

  test('one failure does not stop the others, and tells no more than a caller would learn', async () => {
    const names = ['user_error', 'broken', 'fails', 'function', 'nobody', 'text'];
    const { told } = await turnWith('run', [
      ...names.map((name) => [name, {}] as const),
      ['square', { n: 'x' }],
    ]);
    const masked = /^Internal error \(error id [0-9a-f]{12}\)\. The server's log has the details\.$/;
    expect(Object.values(told)).toEqual([
      { text: 'Out of stock.', isError: true },
      { text: expect.stringMatching(masked), isError: true },
      { text: expect.stringMatching(masked), isError: true },
      { text: expect.stringMatching(masked), isError: true },
      { text: expect.stringMatching(/^Unknown tool: nobody\. Use one of square, double,/), isError: true },
      { text: 'plain', isError: false },
      { text: expect.stringMatching(/^n: /), isError: true },
    ]);
    expect(client.log()).toContain(`in the sampling tool 'broken': Error: secret of the house`);
    expect(JSON.stringify(client.asked)).not.toMatch(/secret|internal detail/);
  });

  test.each([
    ['twice', `ctx.sample: tools has two tools of the name 'square'.`],
    ['unknown', `ctx.sample: tools names 'dubble', which is no tool of this server. Did you mean 'double'?.`],
    ['noObject', `ctx.sample: the input of the tool 'x' must be a schema of type 'object'.`],
  ])('tools that cannot be offered are refused before anything is asked: %s', async (tool, message) => {
    await connect();
    expect((await client.call(tool)).structuredContent).toEqual({ code: 'PORTICO_SAMPLE_OPTION', message });
    expect(client.questions).toEqual([]);
  });

  test('a model that does not stop is stopped', async () => {
    await connect((turn) => use(turn, ['square', { n: turn }]));
    expect((await client.call('limited', { n: 3 })).structuredContent).toEqual({
      code: 'PORTICO_SAMPLE_ITERATIONS',
      message: expect.stringContaining('still called tools after 3 turns. Raise maxIterations'),
    });
    expect(client.asked).toHaveLength(3);
  });

  test.each([
    [1, 1, ['slow 30', 'slow 10', 'slow 1']],
    [2, 2, undefined],
    [0, 3, ['slow 1', 'slow 10', 'slow 30']],
  ])('concurrency %j: %j at a time, results in the order of the calls', async (n, most, order) => {
    const calls = [30, 10, 1].map((ms) => ['slow', { ms }] as const);
    const { outcome, told } = await turnWith('concurrent', calls, { n });
    expect(Object.values(told).map(({ text }) => text)).toEqual(['30', '10', '1']);
    if (way.name === 'stateless, run again') return;
    expect(outcome).toEqual({ text: 'done', most });
    if (order) expect(ran).toEqual(order);
  });

  test('a tool may ask the person, and its effects happen once', async () => {
    await connect((turn) =>
      turn === 1
        ? use(turn, ['remove', { id: 1 }], ['asks', {}])
        : turn === 2
          ? use(turn, ['remove', { id: 2 }])
          : say('done'),
    );
    expect((await client.call('asking')).structuredContent).toEqual({ text: 'done', last: true });
    expect(results(client.asked[1]!)['use-1-2']).toEqual({ text: 'confirmed', isError: false });
    expect(ran).toEqual(['removed', 'removed']);
  });

  test('each call has a key of its own, whatever the model calls it: its effect happens once', async () => {
    await connect((turn) => (turn % 3 === 0 ? say('done') : use(0, ['send', {}], ['send', {}])));
    expect((await client.call('effects')).structuredContent).toEqual({ sent: 8 });
    expect(ran).toHaveLength(8);
  });

  test('what a tool said stays what it said', async () => {
    await connect((turn) => (turn < 4 ? use(turn, ['clock', {}]) : say('done')));
    expect((await client.call('changing')).structuredContent).toEqual({ text: 'done' });
    const [first, second, third] = client.asked.slice(1);
    expect(second!.messages.slice(0, 3)).toEqual(first!.messages);
    expect(third!.messages.slice(0, 5)).toEqual(second!.messages);
  });

  test('a call that is cancelled runs no further tools and asks no more', async () => {
    await connect((turn) => use(turn, ['waits', {}], ['square', { n: 1 }]));
    const controller = new AbortController();
    const call = client.call('cancelled', {}, controller.signal).catch((error: unknown) => error);
    await eventually(() => expect(ran).toContain('waiting'));
    controller.abort();
    await call;
    await eventually(() => expect(ran.at(-1)).toBe('ended'));
    expect(ran).not.toContain('square 1');
    expect(client.log()).not.toContain('in the sampling tool');
    expect(client.asked).toHaveLength(1);
  });
});
