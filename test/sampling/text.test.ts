import { afterEach, describe, expect, test } from '@jest/globals';
import { content, type SampleOptions, type SamplingInput } from 'portico';
import {
  connectModel,
  say,
  ways,
  withoutTools,
  type ModelClient,
  type ModelClientOptions,
} from './model-client.js';
import { next, TextModule } from './text.fixture.js';

describe.each(ways)('a prompt for the model, $name', (way) => {
  let client: ModelClient;
  afterEach(() => client.close());

  const connect = async (options?: ModelClientOptions) =>
    (client = await connectModel(TextModule, way, options));

  async function ask(input: SamplingInput, options: SampleOptions = {}) {
    Object.assign(next, { input, options });
    return (await client.call('ask')).structuredContent;
  }

  async function attempt(input: SamplingInput, options: SampleOptions = {}) {
    Object.assign(next, { input, options });
    return (await client.call('tries')).structuredContent;
  }

  test('a text is a message of the user, and the answer comes as text', async () => {
    await connect({ model: () => say('Hi there.') });
    expect(await ask('Say hello.')).toEqual({
      text: 'Hi there.',
      model: 'client-model',
      stopReason: 'endTurn',
      history: [
        { role: 'user', content: [{ type: 'text', text: 'Say hello.' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'Hi there.' }] },
      ],
    });
    expect(client.asked).toEqual([
      { messages: [{ role: 'user', content: { type: 'text', text: 'Say hello.' } }], maxTokens: 512 },
    ]);
  });

  test('every option reaches the client', async () => {
    await connect({ capabilities: { sampling: { context: {} } } });
    await ask('Go.', {
      system: 'Be brief.',
      temperature: 0,
      maxTokens: 9,
      stopSequences: ['END'],
      includeContext: 'thisServer',
      metadata: { trace: [1, { deep: true }] },
      modelPreferences: { hints: ['sonnet', { name: 'gpt' }], costPriority: 0, speedPriority: 1 },
    });
    expect(client.asked[0]).toEqual({
      messages: [{ role: 'user', content: { type: 'text', text: 'Go.' } }],
      systemPrompt: 'Be brief.',
      temperature: 0,
      maxTokens: 9,
      stopSequences: ['END'],
      includeContext: 'thisServer',
      metadata: { trace: [1, { deep: true }] },
      modelPreferences: { hints: [{ name: 'sonnet' }, { name: 'gpt' }], costPriority: 0, speedPriority: 1 },
    });
  });

  test.each([
    ['one name', 'opus', [{ name: 'opus' }]],
    ['several names', ['opus', 'haiku'], [{ name: 'opus' }, { name: 'haiku' }]],
  ])('a model may be preferred by %s', async (_case, modelPreferences, hints) => {
    await connect();
    await ask('Go.', { modelPreferences });
    expect(client.asked[0]!.modelPreferences).toEqual({ hints });
  });

  test('a conversation: texts are of the user, content may be text, a block or several', async () => {
    await connect();
    await ask([
      'one',
      { role: 'assistant', content: 'two' },
      { role: 'user', content: content.image('iVBO', 'image/png') },
      { role: 'user', content: [content.text('three'), content.audio('UklG', 'audio/wav')] },
    ]);
    expect(client.asked[0]!.messages).toEqual([
      { role: 'user', content: { type: 'text', text: 'one' } },
      { role: 'assistant', content: { type: 'text', text: 'two' } },
      { role: 'user', content: { type: 'image', data: 'iVBO', mimeType: 'image/png' } },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'three' },
          { type: 'audio', data: 'UklG', mimeType: 'audio/wav' },
        ],
      },
    ]);
  });

  test('a client without tools may be of a revision without lists of blocks, and gets one after the other', async () => {
    await connect({ capabilities: withoutTools });
    await ask([{ role: 'user', content: [content.text('look'), content.image('iVBO', 'image/png')] }]);
    expect(client.asked[0]!.messages).toEqual([
      { role: 'user', content: { type: 'text', text: 'look' } },
      { role: 'user', content: { type: 'image', data: 'iVBO', mimeType: 'image/png' } },
    ]);
  });

  test('the history can be gone on with', async () => {
    await connect({ model: (_asked, turn) => say(turn === 1 ? 'red' : 'blue') });
    const { second } = (await client.call('talk')).structuredContent as { second: { text: string } };
    expect(second.text).toBe('blue');
    expect(client.asked[1]!.messages).toEqual([
      { role: 'user', content: { type: 'text', text: 'Name a colour.' } },
      { role: 'assistant', content: { type: 'text', text: 'red' } },
      { role: 'user', content: { type: 'text', text: 'And another.' } },
    ]);
  });

  test('questions side by side each get their own answer', async () => {
    await connect({
      model: ({ messages }) =>
        say(`answer to ${(messages[0] as { content: { text: string } }).content.text}`),
    });
    expect((await client.call('together')).structuredContent).toEqual({
      texts: ['answer to a', 'answer to b', 'answer to c'],
    });
    expect(client.asked).toHaveLength(3);
    if (way.era === 'stateless') expect(client.keys).toEqual(['sampling-1', 'second', 'sampling-2']);
  });

  test.each<[string, SampleOptions, string]>([
    ['maxTokens', { maxTokens: 0 }, 'ctx.sample: maxTokens must be a whole number of at least 1.'],
    ['temperature', { temperature: NaN }, 'ctx.sample: temperature must be a number.'],
    [
      'priorities',
      { modelPreferences: { costPriority: 2 } },
      'modelPreferences.costPriority must be a number from 0 to 1',
    ],
    ['metadata', { metadata: { when: new Date() } }, 'metadata.when is an instance of Date'],
    ['maxIterations', { maxIterations: 101 }, 'maxIterations must be a whole number from 1 to 100'],
    ['concurrency', { concurrency: 0 }, `concurrency must be a whole number of at least 1, or 'unlimited'`],
  ])('a %s that cannot work is refused before anything is asked', async (_case, options, message) => {
    await connect();
    expect(await attempt('Go.', options)).toEqual({
      code: 'PORTICO_SAMPLE_OPTION',
      message: expect.stringContaining(message),
    });
    expect(client.questions).toEqual([]);
  });

  const call = { type: 'tool_use', id: 'a', name: 'x', input: {} } as const;
  const answered = { type: 'tool_result', toolUseId: 'a', content: [] } as const;
  test.each<[string, unknown, string]>([
    ['no messages', [], 'there are none'],
    ['a wrong role', [{ role: 'system', content: 'x' }], `messages[0].role must be 'user' or 'assistant'`],
    ['no text', [7], 'messages[0] is neither a text nor a message'],
    ['empty content', [{ role: 'user', content: [] }], 'messages[0].content is empty'],
    ['a resource', [{ role: 'user', content: content.resource('a://b', 'c') }], `a block of type 'resource'`],
    ['an open call', [{ role: 'assistant', content: call }], `the tool_use 'a' at the end is not answered`],
    [
      'an unanswered call',
      [{ role: 'assistant', content: call }, 'no'],
      `messages[1] does not answer the tool_use 'a'`,
    ],
    [
      'a stray result',
      [{ role: 'user', content: answered }],
      `messages[0] answers 'a', which no open tool_use asks for`,
    ],
    [
      'a result twice',
      [
        { role: 'assistant', content: call },
        { role: 'user', content: [answered, answered] },
      ],
      `messages[1] answers 'a', which`,
    ],
    [
      'a result beside text',
      [
        { role: 'assistant', content: call },
        { role: 'user', content: [answered, content.text('and')] },
      ],
      'messages[1] holds more than tool_result blocks',
    ],
  ])('a conversation with %s is refused before anything is asked', async (_case, messages, message) => {
    await connect();
    expect(await attempt(messages as SamplingInput)).toEqual({
      code: 'PORTICO_SAMPLE_MESSAGES',
      message: expect.stringContaining(message),
    });
    expect(client.questions).toEqual([]);
  });
});
