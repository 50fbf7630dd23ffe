import { afterEach, describe, expect, test } from '@jest/globals';
import { connectModel, say, use, ways, withoutTools, type ModelClient } from './model-client.js';
import { StepModule } from './step.fixture.js';

describe.each(ways)('one turn of a model, $name', (way) => {
  let client: ModelClient;
  afterEach(() => client.close());

  test('tells what tools it calls, and runs none', async () => {
    client = await connectModel(StepModule, way, {
      model: (_asked, turn) => use(turn, ['double', { n: 1 }]),
    });
    const toolUse = { type: 'tool_use', id: 'use-1-1', name: 'double', input: { n: 1 } };
    expect((await client.call('step')).structuredContent).toEqual({
      response: { model: 'client-model', content: [toolUse], stopReason: 'toolUse' },
      text: '',
      toolCalls: [toolUse],
      isToolUse: true,
      history: [
        { role: 'user', content: [{ type: 'text', text: 'Go.' }] },
        { role: 'assistant', content: [toolUse] },
      ],
    });
    expect(client.asked[0]).toMatchObject({
      maxTokens: 7,
      toolChoice: { mode: 'required' },
      tools: [{ name: 'double' }],
    });
  });

  test('needs no tools', async () => {
    client = await connectModel(StepModule, way, { capabilities: withoutTools, model: () => say('Done.') });
    expect((await client.call('plain')).structuredContent).toMatchObject({
      text: 'Done.',
      toolCalls: [],
      isToolUse: false,
    });
  });

  test('makes a loop of one’s own', async () => {
    client = await connectModel(StepModule, way, {
      model: (_asked, turn) => (turn < 3 ? use(turn, ['double', { turn }]) : say('Done.')),
    });
    expect((await client.call('loop')).structuredContent).toEqual({ text: 'Done.', turns: 3 });
    if (way.era === 'stateless') expect(client.keys).toEqual(['turn 1', 'turn 2', 'turn 3']);
  });

  test('whose calls were not answered cannot be gone on with', async () => {
    client = await connectModel(StepModule, way, { model: (_asked, turn) => use(turn, ['double', {}]) });
    expect((await client.call('unanswered')).structuredContent).toMatchObject({
      code: 'PORTICO_SAMPLE_MESSAGES',
    });
    expect(client.asked).toHaveLength(1);
  });

  test('a choice among no tools is refused', async () => {
    client = await connectModel(StepModule, way);
    expect((await client.call('choice')).structuredContent).toEqual({
      code: 'PORTICO_SAMPLE_OPTION',
      message: 'ctx.sampleStep: toolChoice needs tools.',
    });
  });
});
