import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  content,
  openAiCompatible,
  type OpenAiCompatibleOptions,
  type PorticoError,
  type SamplingMessage,
  type SamplingRequest,
} from 'portico';
import { calls, completion, startChatServer, type ChatReply, type ChatServer } from './chat-server.js';
import { connectModel, ways, type ModelClient } from './model-client.js';
import { ran, ToolsModule } from './tools.fixture.js';
import { ProviderModule } from './provider.fixture.js';

const apiKey = 'sk-very-secret-0123456789';
const user = (text: string): SamplingMessage => ({ role: 'user', content: [content.text(text)] });

let server: ChatServer;
beforeEach(async () => void (server = await startChatServer()));
afterEach(() => server.close());

function provider(options: Partial<OpenAiCompatibleOptions> = {}) {
  return openAiCompatible({ baseUrl: server.url, apiKey, model: 'small', ...options });
}

function ask(
  request: Partial<SamplingRequest> = {},
  options?: Partial<OpenAiCompatibleOptions>,
  signal = new AbortController().signal,
) {
  return provider(options).createMessage({ messages: [user('Hi.')], maxTokens: 9, ...request }, { signal });
}

async function sent(request: Partial<SamplingRequest>, options?: Partial<OpenAiCompatibleOptions>) {
  await ask(request, options);
  return server.requests.at(-1)!.body;
}

async function errorOf(work: Promise<unknown>): Promise<PorticoError> {
  return work.then(
    () => Promise.reject(new Error('There was no error.')),
    (error: PorticoError) => error,
  );
}

describe('a question', () => {
  test('is posted to the chat completions API, with the key as bearer token', async () => {
    expect(
      await sent({ systemPrompt: 'Be brief.', temperature: 0, stopSequences: ['END'], metadata: { a: 'b' } }),
    ).toEqual({
      model: 'small',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi.' },
      ],
      max_tokens: 9,
      temperature: 0,
      stop: ['END'],
      metadata: { a: 'b' },
    });
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    });
  });

  test('needs no key, takes a base URL with a slash, and the other name of the limit', async () => {
    const options = {
      baseUrl: new URL(`${server.url}/`),
      model: 'small',
      maxTokensField: 'max_completion_tokens',
    } as const;
    await openAiCompatible(options).createMessage(
      { messages: [user('Hi.')], maxTokens: 9 },
      { signal: new AbortController().signal },
    );
    const [{ path, headers, body }] = server.requests as [ChatServer['requests'][number]];
    expect(path).toBe('/v1/chat/completions');
    expect(headers).not.toHaveProperty('authorization');
    expect(body).toMatchObject({ max_completion_tokens: 9 });
    expect(body).not.toHaveProperty('max_tokens');
  });

  test('may hold pictures and sound', async () => {
    const { messages } = await sent({
      messages: [
        {
          role: 'user',
          content: [
            content.text('What is this?'),
            content.image('iVBO', 'image/png'),
            content.audio('UklG', 'audio/wav'),
          ],
        },
      ],
    });
    expect(messages[0]!['content']).toEqual([
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } },
      { type: 'input_audio', input_audio: { data: 'UklG', format: 'wav' } },
    ]);
  });

  test('tells of tools, of what the model called and of what came of it', async () => {
    const { messages, tools, ...rest } = await sent({
      tools: [
        {
          name: 'files/read.text',
          description: 'Read',
          inputSchema: { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' },
        },
        { name: 'files_read_text', inputSchema: { type: 'object' } },
      ],
      toolChoice: { mode: 'required' },
      messages: [
        user('Read it.'),
        {
          role: 'assistant',
          content: [
            content.text('Reading.'),
            { type: 'tool_use', id: 'a', name: 'files/read.text', input: { path: '/x' } },
            { type: 'tool_use', id: 'b', name: 'files_read_text', input: {} },
            { type: 'tool_use', id: 'c', name: 'files_read_text', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              toolUseId: 'a',
              content: [content.text('one'), content.resource('x://y', 'two')],
            },
            { type: 'tool_result', toolUseId: 'b', content: [content.text('no such file')], isError: true },
            { type: 'tool_result', toolUseId: 'c', content: [content.image('iVBO', 'image/png')] },
          ],
        },
      ],
    });
    expect(rest).toMatchObject({ tool_choice: 'required' });
    expect(tools).toEqual([
      {
        type: 'function',
        function: { name: 'files_read_text', description: 'Read', parameters: { type: 'object' } },
      },
      { type: 'function', function: { name: 'files_read_text_2', parameters: { type: 'object' } } },
    ]);
    expect(messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: 'Reading.',
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'files_read_text', arguments: '{"path":"/x"}' } },
          { id: 'b', type: 'function', function: { name: 'files_read_text_2', arguments: '{}' } },
          { id: 'c', type: 'function', function: { name: 'files_read_text_2', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: 'one\ntwo' },
      { role: 'tool', tool_call_id: 'b', content: 'Error: no such file' },
      { role: 'tool', tool_call_id: 'c', content: '(image/png, shown below)' },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } }] },
    ]);
  });

  test('that cannot be put in the API’s words is not sent', async () => {
    const messages: SamplingMessage[] = [{ role: 'user', content: [content.audio('T2dn', 'audio/ogg')] }];
    const { code, message } = await errorOf(ask({ messages }));
    expect([code, message]).toEqual([
      'PORTICO_SAMPLE_PROVIDER',
      expect.stringContaining('audio of type audio/ogg cannot be sent'),
    ]);
    expect(server.requests).toEqual([]);
  });
});

describe('an answer', () => {
  const tools = [{ name: 'files/read', inputSchema: { type: 'object' } }];

  test.each<[string, ChatReply, object]>([
    [
      'text',
      completion({ content: 'Hi.' }),
      { content: [{ type: 'text', text: 'Hi.' }], stopReason: 'endTurn' },
    ],
    [
      'text cut off',
      completion({ content: 'H' }, 'length'),
      { content: [{ type: 'text', text: 'H' }], stopReason: 'maxTokens' },
    ],
    [
      'nothing',
      completion({ content: null }),
      { content: [{ type: 'text', text: '' }], stopReason: 'endTurn' },
    ],
    [
      'a refusal',
      completion({ content: null, refusal: 'No.' }, 'content_filter'),
      { content: [{ type: 'text', text: 'No.' }], stopReason: 'content_filter' },
    ],
    [
      'calls of tools',
      calls(['files_read', '{"path":"/x"}'], ['files_read', '']),
      {
        content: [
          { type: 'tool_use', id: 'call_0', name: 'files/read', input: { path: '/x' } },
          { type: 'tool_use', id: 'call_1', name: 'files/read', input: {} },
        ],
        stopReason: 'toolUse',
      },
    ],
  ])('of %s', async (_case, reply, expected) => {
    server.reply(() => reply);
    expect(await ask({ tools })).toEqual({ model: 'small-1', ...expected });
  });

  test.each<[string, ChatReply, string]>([
    [
      'an error of the API',
      { status: 429, body: { error: { message: `slow down, ${apiKey}` } } },
      'answered 429: slow down, [API key]',
    ],
    ['an error without words', { status: 500, body: 'oops' }, 'answered 500'],
    [
      'a refused key',
      { status: 401, body: { error: { message: `wrong key sk-very-***6789` } } },
      'answered 401: the API key was refused',
    ],
    ['no JSON', { body: '<html>' }, 'answered something else than JSON'],
    ['no message', { body: { choices: [] } }, 'the answer holds no message'],
    [
      'arguments that are no JSON',
      calls(['files_read', '{"path":']),
      `called the tool 'files/read' with arguments that are no JSON object`,
    ],
    ['arguments that are no object', calls(['files_read', '[1]']), 'arguments that are no JSON object'],
    [
      'a redirection',
      { status: 307, headers: { location: 'http://127.0.0.1:9/v1' }, body: '' },
      'could not be reached',
    ],
  ])('of %s is a typed error', async (_case, reply, why) => {
    server.reply(() => reply);
    const error = await errorOf(ask({ tools }));
    expect(error).toMatchObject({ code: 'PORTICO_SAMPLE_PROVIDER', message: expect.stringContaining(why) });
    expect(error.message).toContain(`The model at ${server.url}/chat/completions: `);
    expect(inspect(error, { depth: 9 })).not.toMatch(/very-secret|6789/);
  });

  test('whose calls have no ids gets some', async () => {
    const call = { type: 'function', function: { name: 'files_read', arguments: '{}' } };
    server.reply(() => completion({ content: null, tool_calls: [call, call] }, 'tool_calls'));
    const { content: blocks } = await ask({ tools });
    const ids = (blocks as readonly { id: string }[]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(ids.join()).toMatch(/^call_.+,call_.+$/);
  });

  test('that never comes is a typed error when its time is over', async () => {
    server.reply(() => undefined);
    const { code, message } = await errorOf(ask({}, { timeout: 50 }));
    expect([code, message]).toEqual([
      'PORTICO_SAMPLE_PROVIDER',
      expect.stringContaining('did not answer within 50 ms'),
    ]);
  });

  test('is no longer waited for when the call is cancelled', async () => {
    server.reply(() => undefined);
    const controller = new AbortController();
    const error = errorOf(ask({}, {}, controller.signal));
    controller.abort();
    expect((await error).name).toBe('AbortError');
  });

  test('of a server that is not there is a typed error', async () => {
    await server.close();
    const { code, message } = await errorOf(ask());
    expect([code, message]).toEqual([
      'PORTICO_SAMPLE_PROVIDER',
      expect.stringContaining('could not be reached (ECONNREFUSED)'),
    ]);
    server = await startChatServer();
  });
});

test.each<[string, Partial<OpenAiCompatibleOptions>, string]>([
  ['no URL', { baseUrl: 'localhost:11434' }, 'baseUrl must be an http: or https: URL'],
  [
    'credentials in the URL',
    { baseUrl: 'https://me:pw-secret@llm.example/v1' },
    'baseUrl must not hold credentials',
  ],
  [
    'a key with a line break',
    { apiKey: `${apiKey}\n` },
    'apiKey is empty or holds characters no header can carry',
  ],
  ['no model', { model: '' }, 'model is empty'],
])('%s is refused at once', (_case, options, why) => {
  let error: PorticoError | undefined;
  try {
    provider(options);
  } catch (thrown) {
    error = thrown as PorticoError;
  }
  expect(error).toMatchObject({
    code: 'PORTICO_SAMPLE_PROVIDER_OPTION',
    message: expect.stringContaining(why),
  });
  expect(inspect(error)).not.toContain('secret');
});

test('the key is not to be seen on the provider', () => {
  expect(inspect(provider(), { depth: 9, showHidden: true }) + JSON.stringify(provider())).not.toContain(
    apiKey,
  );
});

describe.each(ways)('behind ctx.sample, $name', (way) => {
  let client: ModelClient;
  afterEach(() => client.close());

  test('runs a loop of tools', async () => {
    ran.length = 0;
    server.reply((_request, turn) =>
      turn === 1 ? calls(['square', '{"n":3}'], ['double', '{"n":4}']) : completion({ content: 'done' }),
    );
    client = await connectModel(ToolsModule, way, {
      capabilities: {},
      server: { sampling: { provider: provider() } },
    });
    expect((await client.call('run')).structuredContent).toMatchObject({ text: 'done', model: 'small-1' });
    expect(ran).toEqual(['square 3', 'double 4']);
    expect(server.requests[1]!.body.messages.slice(-2)).toEqual([
      { role: 'tool', tool_call_id: 'call_0', content: '9' },
      { role: 'tool', tool_call_id: 'call_1', content: '{"doubled":8}' },
    ]);
  });

  test('an error names neither the key nor anything else to the client', async () => {
    server.reply(() => ({ status: 500, body: { error: { message: `internal ${apiKey}` } } }));
    client = await connectModel(ProviderModule, way, {
      capabilities: {},
      server: { sampling: { provider: provider() } },
    });
    expect(JSON.stringify(await client.call('unhandled'))).not.toMatch(/secret|127\.0\.0\.1|500/);
    expect(client.log()).toContain('answered 500: internal [API key]');
    expect(client.log()).not.toContain(apiKey);
  });
});
