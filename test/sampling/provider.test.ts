import { afterEach, describe, expect, test } from '@jest/globals';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import {
  connectModel,
  say,
  use,
  ways,
  withoutTools,
  type ModelClient,
  type ModelClientOptions,
} from './model-client.js';
import { OwnModel, ProviderModule } from './provider.fixture.js';

const own = { text: 'own answer', model: 'own-model' };
const answer = { model: 'own-model', content: { type: 'text', text: 'own answer' } };

describe.each(ways)('a model of the server’s own, $name', (way) => {
  let client: ModelClient;
  afterEach(() => client.close());

  async function connect(provider: OwnModel, options: ModelClientOptions = {}, when?: 'fallback' | 'always') {
    const server = { sampling: { provider, ...(when && { when }) } };
    return (client = await connectModel(ProviderModule, way, { ...options, server }));
  }

  async function call(tool: string) {
    return (await client.call(tool)).structuredContent;
  }

  test('answers where the client has none', async () => {
    const provider = new OwnModel(() => answer);
    await connect(provider, { capabilities: {} });
    expect(await call('ask')).toEqual({ value: own });
    expect(provider.asked).toEqual([
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'Go.' }] }], maxTokens: 512 },
    ]);
    expect(client.questions).toEqual([]);
  });

  test('is not asked where the client has one', async () => {
    const provider = new OwnModel(() => answer);
    await connect(provider, { model: () => say('of the client') });
    expect(await call('ask')).toEqual({ value: { text: 'of the client', model: 'client-model' } });
    expect(provider.asked).toEqual([]);
  });

  test('answers always, if told so', async () => {
    await connect(new OwnModel(() => answer), {}, 'always');
    expect(await call('ask')).toEqual({ value: own });
    expect(client.questions).toEqual([]);
  });

  test('answers where the client’s cannot use tools', async () => {
    const provider = new OwnModel((_request, turn) => (turn === 1 ? use(turn, ['now', {}]) : answer));
    await connect(provider, { capabilities: withoutTools });
    expect(await call('tools')).toEqual({ value: 'own answer' });
    expect(provider.asked[1]!.messages.at(-1)).toEqual({
      role: 'user',
      content: [{ type: 'tool_result', toolUseId: 'use-1-1', content: [{ type: 'text', text: 'noon' }] }],
    });
    expect(client.questions).toEqual([]);
  });

  test('gives structured results by a tool; a client without tools is asked for text all the same', async () => {
    const provider = new OwnModel((_request, turn) => use(turn, ['final_response', { value: 7 }]));
    await connect(provider, { capabilities: {} });
    expect(await call('structured')).toEqual({ value: 7 });
    expect(provider.asked[0]!.tools).toHaveLength(1);
    await client.close();
    await connect(provider, { capabilities: withoutTools, model: () => say('8') });
    expect(await call('structured')).toEqual({ value: 8 });
    expect(provider.asked).toHaveLength(1);
  });

  test('is asked once for each question, however often the handler runs, and never gives one the answer of another', async () => {
    const provider = new OwnModel((_request, turn) => ({
      model: 'own',
      content: { type: 'text', text: `answer ${turn}` },
    }));
    await connect(provider, { capabilities: { elicitation: {} } });
    expect(await call('around')).toEqual({ before: true, after: true, texts: ['answer 1', 'answer 2'] });
    expect(provider.asked).toHaveLength(2);
  });

  test.each([
    ['an error', () => Promise.reject(new Error('no connection with secrets')), 'no connection with secrets'],
    ['an answer without a model', () => ({ content: answer.content }), 'the answer names no model'],
    [
      'an answer that is none',
      () => ({ model: 'x', content: 'text' }),
      'the answer holds something else than',
    ],
    ['a call of no tool', () => use(1, ['x', {}]), `the answer calls the tool 'x', but none was offered`],
  ])(
    'that fails with %s is a typed error, and the client learns nothing of it',
    async (_case, reply, why) => {
      await connect(new OwnModel(reply), { capabilities: {} });
      expect(await call('ask')).toEqual({
        code: 'PORTICO_SAMPLE_PROVIDER',
        message: expect.stringContaining(`ctx.sample: the server's own model did not answer: ${why}`),
      });
      const unhandled = await client.call('unhandled');
      expect(unhandled).toMatchObject({
        isError: true,
        content: [{ text: expect.stringMatching(/^Internal error/) }],
      });
    },
  );
});

const [session] = ways;

describe('a client that does not answer, session', () => {
  let client: ModelClient;
  afterEach(() => client.close());

  const refuse = () => Promise.reject(new McpError(-1, 'User rejected sampling request'));
  const fail = () => Promise.reject(new McpError(-32_603, 'The model is out of order'));

  test.each([
    ['refuses', refuse],
    ['fails', fail],
    ['answers nonsense', () => ({ role: 'assistant', model: 'm', content: { type: 'poem' } })],
  ])('that %s: the server’s own model answers, and the log tells why', async (_case, model) => {
    const provider = new OwnModel(() => answer);
    client = await connectModel(ProviderModule, session!, { model, server: { sampling: { provider } } });
    expect((await client.call('ask')).structuredContent).toEqual({ value: own });
    expect(client.asked).toHaveLength(1);
    expect(client.log()).toMatch(
      /info \(\w+\) ctx\.sample: the client's model did not answer, so the server's own does\./,
    );
  });

  test('is not asked again in the same conversation', async () => {
    const provider = new OwnModel((_request, turn) => (turn === 1 ? use(1, ['now', {}]) : answer));
    client = await connectModel(ProviderModule, session!, {
      model: refuse,
      server: { sampling: { provider } },
    });
    expect((await client.call('tools')).structuredContent).toEqual({ value: 'own answer' });
    expect(client.asked).toHaveLength(1);
    expect(provider.asked).toHaveLength(2);
  });

  test('whose user says no: a typed error that the model may read', async () => {
    client = await connectModel(ProviderModule, session!, { model: refuse });
    const message = `ctx.sample: the client's user did not allow the model to be asked.`;
    expect((await client.call('ask')).structuredContent).toEqual({ code: 'PORTICO_SAMPLE_REFUSED', message });
    expect(await client.call('unhandled')).toMatchObject({ isError: true, content: [{ text: message }] });
  });

  test('that fails: a typed error', async () => {
    client = await connectModel(ProviderModule, session!, { model: fail });
    expect((await client.call('ask')).structuredContent).toMatchObject({ code: 'PORTICO_CLIENT_REFUSED' });
  });
});

describe.each(ways.filter(({ era }) => era === 'stateless'))(
  'a client whose answer cannot be used, $name',
  (way) => {
    let client: ModelClient;
    afterEach(() => client.close());

    const callNothing = () => use(1, ['x', {}]);

    test('a typed error', async () => {
      client = await connectModel(ProviderModule, way, { model: callNothing });
      expect((await client.call('ask')).structuredContent).toEqual({
        code: 'PORTICO_SAMPLE_ANSWER',
        message: expect.stringContaining(`the answer calls the tool 'x', but none was offered`),
      });
    });

    test('the server’s own model answers', async () => {
      const provider = new OwnModel(() => answer);
      client = await connectModel(ProviderModule, way, {
        model: callNothing,
        server: { sampling: { provider } },
      });
      expect((await client.call('ask')).structuredContent).toEqual({ value: own });
      expect(provider.asked).toHaveLength(1);
    });
  },
);
