import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  connectModel,
  results,
  say,
  use,
  ways,
  withoutTools,
  withTools,
  type Answer,
  type ModelClient,
} from './model-client.js';
import { ResultModule, tally } from './result.fixture.js';

const oslo = { city: 'Oslo', days: 2 };

describe.each(ways)('a result of a form, $name', (way) => {
  let client: ModelClient;
  beforeEach(() => void (tally.runs = 0));
  afterEach(() => client.close());

  async function call(tool: string, model: (turn: number) => Answer, capabilities = withTools) {
    client = await connectModel(ResultModule, way, { capabilities, model: (_asked, turn) => model(turn) });
    return (await client.call(tool)).structuredContent as Record<string, unknown>;
  }

  describe('of a model that can use tools', () => {
    test('is given by a tool made for it, validated, and an instance of the class', async () => {
      expect(await call('trip', (turn) => use(turn, ['final_response', { city: 'Oslo' }]))).toEqual({
        city: 'Oslo',
        days: 3,
        isTrip: true,
        text: '{"city":"Oslo"}',
        stopReason: 'toolUse',
        model: 'client-model',
      });
      const [asked] = client.asked;
      expect(asked).toMatchObject({ systemPrompt: 'You plan.', toolChoice: { mode: 'required' } });
      expect(asked!.tools).toEqual([
        {
          name: 'final_response',
          description: expect.any(String),
          inputSchema: expect.objectContaining({ type: 'object', required: ['city'] }),
        },
      ]);
    });

    test('ends a history that can be gone on with: the call is answered, once', async () => {
      const { history } = await call('history', (turn) => use(turn, ['final_response', oslo]));
      expect(history).toEqual([
        { role: 'user', content: [{ type: 'text', text: 'Plan a trip.' }] },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'use-1-1', name: 'final_response', input: oslo }],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', toolUseId: 'use-1-1', content: [{ type: 'text', text: 'Received.' }] },
          ],
        },
      ]);
    });

    test('may be of a Standard Schema that is no object, and is what the schema makes of it', async () => {
      const value = [{ to: 'Oslo', on: '2031-05-01' }];
      expect(await call('legs', (turn) => use(turn, ['final_response', { value }]))).toEqual({
        legs: ['Oslo in 2031'],
      });
      expect(client.asked[0]!.tools![0]!.inputSchema).toMatchObject({
        type: 'object',
        required: ['value'],
        properties: { value: { type: 'array' } },
      });
    });

    test('may be of a schema that refers to itself', async () => {
      const value = [{ name: 'root', below: [{ name: 'leaf' }] }];
      expect(await call('tree', (turn) => use(turn, ['final_response', { value }]))).toEqual({ tree: value });
      expect(client.asked[0]!.tools![0]!.inputSchema['properties']).toEqual({
        value: {
          type: ['array'],
          items: { $ref: '#/properties/value/$defs/node' },
          $defs: {
            node: {
              type: 'object',
              properties: { name: { type: 'string' }, below: { $ref: '#/properties/value' } },
              required: ['name'],
              additionalProperties: false,
            },
          },
        },
      });
    });

    test('that is wrong is told the model, which gives it again', async () => {
      const outcome = await call('trip', (turn) =>
        use(turn, ['final_response', turn === 1 ? { city: '', days: 0 } : oslo]),
      );
      expect(outcome).toMatchObject(oslo);
      const { text, isError } = results(client.asked[1]!)['use-1-1']!;
      expect(isError).toBe(true);
      expect(text).toMatch(/city: .*\ndays: .*\nCall final_response again/);
    });

    test('may come as text all the same, if it is right', async () => {
      expect(await call('trip', () => say('```json\n{"city":"Oslo","days":2}\n```'))).toMatchObject(oslo);
    });

    test('that is not given is asked for again', async () => {
      expect(
        await call('trip', (turn) => (turn === 1 ? say('Go to Oslo!') : use(turn, ['final_response', oslo]))),
      ).toMatchObject(oslo);
      expect(client.asked[1]!.messages.at(-1)).toEqual({
        role: 'user',
        content: {
          type: 'text',
          text: 'This is not the result that was asked for:\nthe answer is not JSON\nCall final_response with the corrected result.',
        },
      });
    });

    test('given twice in a turn counts once, and both calls are answered', async () => {
      const { history } = await call('history', (turn) =>
        use(turn, ['final_response', { city: 'x' }], ['final_response', oslo], ['final_response', oslo]),
      );
      const last = (history as { content: { toolUseId: string; isError?: boolean }[] }[]).at(-1)!;
      expect(last.content.map(({ toolUseId, isError = false }) => [toolUseId, isError])).toEqual([
        ['use-1-1', true],
        ['use-1-2', false],
        ['use-1-3', true],
      ]);
    });

    test('comes after other tools, or beside them: each call is answered in the order of the calls', async () => {
      const outcome = await call('withTool', (turn) =>
        turn === 1 ? use(turn, ['weather', {}]) : use(turn, ['weather', {}], ['final_response', oslo]),
      );
      expect(outcome['result']).toEqual(oslo);
      expect(results(client.asked[1]!)).toEqual({ 'use-1-1': { text: 'sunny 1', isError: false } });
      const last = (outcome['history'] as { content: { toolUseId: string }[] }[]).at(-1)!;
      expect(last.content.map(({ toolUseId }) => toolUseId)).toEqual(['use-2-1', 'use-2-2']);
    });

    test('a tool of that name of the author’s own is refused', async () => {
      expect(await call('reserved', () => say(''))).toMatchObject({ code: 'PORTICO_SAMPLE_OPTION' });
      expect(client.questions).toEqual([]);
    });
  });

  describe('of a model that can not', () => {
    test('is asked for in the system prompt, and read from the text', async () => {
      expect(await call('trip', () => say('{"city":"Oslo","days":2}'), withoutTools)).toMatchObject({
        ...oslo,
        isTrip: true,
        text: '{"city":"Oslo","days":2}',
        stopReason: 'endTurn',
      });
      const { systemPrompt, tools, toolChoice } = client.asked[0]!;
      expect(systemPrompt).toMatch(
        /^You plan\.\n\nAnswer with one JSON value and nothing else.*\n\{.*"city"/s,
      );
      expect([tools, toolChoice]).toEqual([undefined, undefined]);
    });

    test.each([
      ['a fenced block', '```json\n{"city":"Oslo","days":2}\n```'],
      ['a fenced block without a language', 'Here:\n```\n{"city":"Oslo",\n"days":2}```\nEnjoy!'],
      ['words around it', 'Sure! {"city":"Oslo","days":2} is my plan.'],
    ])('may stand in %s', async (_case, text) => {
      expect(await call('trip', () => say(text), withoutTools)).toMatchObject(oslo);
    });

    test('may be no object', async () => {
      expect(await call('number', () => say('7'), withoutTools)).toEqual({ number: 7 });
    });

    test('that is wrong is told the model, which gives it again', async () => {
      const outcome = await call(
        'trip',
        (turn) =>
          say(turn === 1 ? 'Oslo' : turn === 2 ? '{"city":"Oslo","days":0}' : '{"city":"Oslo","days":2}'),
        withoutTools,
      );
      expect(outcome).toMatchObject(oslo);
      const complaints = client.asked
        .slice(1)
        .map(({ messages }) => messages.at(-1)!.content as { text: string });
      expect(complaints[0]!.text).toContain(
        'the answer is not JSON\nAnswer again, with the corrected JSON only.',
      );
      expect(complaints[1]!.text).toContain('days: ');
    });
  });

  test.each([
    ['tool', withTools, (turn: number) => use(turn, ['final_response', { city: 'Oslo', days: 0 }])],
    ['text', withoutTools, () => say('{"city":"Oslo","days":0}')],
  ])('that stays wrong is a typed error after two repairs, by %s', async (_case, capabilities, model) => {
    const error = await call('tries', model, capabilities);
    expect(error).toEqual({
      code: 'PORTICO_SAMPLE_RESULT',
      message: expect.stringMatching(
        /no result of the form that was asked for:\ndays: .*\nAsk for something simpler/,
      ),
      problems: [{ path: 'days', message: expect.any(String) }],
      text: '{"city":"Oslo","days":0}',
    });
    expect(client.asked).toHaveLength(3);
  });

  test('that was cut off says so', async () => {
    const error = await call('tries', () => say('{"city":"Os', 'maxTokens'), withoutTools);
    expect(error['message']).toContain('The answer was cut off: raise maxTokens.');
  });
});
