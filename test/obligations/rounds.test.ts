import { afterEach, describe, expect, it } from '@jest/globals';
import { Complete, Context, Module, Param, Prompt, Resource, Tool } from 'portico';
import { eventually } from '../support/eventually.js';
import { RawLine, text, type Message } from './support/raw-line.js';
import { serve } from './support/serve.js';

const ended: string[] = [];

class AskingComponents {
  @Tool('Ask twice at a time, then once more')
  async trip(ctx: Context) {
    try {
      const [from, to] = await Promise.all([ctx.ask('From where?'), ctx.ask('Where to?')]);
      return `${from} ${to} ${String(await ctx.confirm('Sure?'))}`;
    } finally {
      ended.push('trip');
    }
  }

  @Tool({ description: 'Ask with a key', input: { type: 'object' } })
  async keyed(_input: unknown, ctx: Context) {
    return JSON.stringify(await ctx.elicit('Who?', String, { key: 'who' }));
  }

  @Tool('Ask twice with one key')
  async twice(ctx: Context) {
    await Promise.all([ctx.ask('One?', { key: 'same' }), ctx.ask('Other?', { key: 'same' })]);
  }

  @Resource('ask://resource', { cache: { ttl: '1h', scope: 'public' } })
  async resource(ctx: Context) {
    return ctx.ask('Which?');
  }

  @Prompt('Ask')
  async prompt(ctx: Context) {
    return (await ctx.ask('What?')) ?? 'nothing';
  }

  @Prompt('Ask while completing')
  completing(@Param('word') @Complete('suggest') word: string) {
    return word;
  }

  async suggest(_value: string, _given: unknown, ctx: Context) {
    return [(await ctx.ask('Which word?')) ?? ''];
  }
}

@Module({ providers: [AskingComponents] })
class AskingModule {}

const served = serve(AskingModule);
const brief = serve(AskingModule, { interaction: { ttl: 50 } });
const open: RawLine[] = [];
afterEach(() => Promise.all(open.splice(0).map((line) => line.close())));

const everything = { elicitation: {}, sampling: {}, roots: {} };

async function connect(app = served.app): Promise<RawLine> {
  const line = await RawLine.open(app, 'stateless', everything);
  open.push(line);
  return line;
}

interface InputRequired {
  readonly resultType: string;
  readonly inputRequests: Record<string, { method: string; params: { message: string } }>;
  readonly requestState: string;
}

const required = ({ result }: Message) => result as unknown as InputRequired;
const accept = (value: unknown) => ({ action: 'accept', content: { value } });

/** Answers every question of a round. */
function answers(message: Message, value: (question: string) => unknown) {
  const { inputRequests, requestState } = required(message);
  const entries = Object.entries(inputRequests).map(([key, { params }]) => [
    key,
    accept(value(params.message)),
  ]);
  return { requestState, inputResponses: Object.fromEntries(entries) as object };
}

it.each([
  ['tools/call', { name: 'keyed', arguments: {} }],
  ['prompts/get', { name: 'prompt' }],
  ['resources/read', { uri: 'ask://resource' }],
])('1.8: %s may ask', async (method, params) => {
  const message = required(await (await connect()).request(method, params));
  expect(message.resultType).toBe('input_required');
  expect(Object.keys(message.inputRequests)).toHaveLength(1);
  expect(message.requestState).toEqual(expect.any(String));
});

it('1.8: no other request may', async () => {
  const ref = { type: 'ref/prompt', name: 'completing' };
  const argument = { name: 'word', value: '' };
  const { error, result } = await (await connect()).request('completion/complete', { ref, argument });
  expect(error).toBeDefined();
  expect(result).toBeUndefined();
});

it('1.8: questions have keys of their own and are of the three kinds there are', async () => {
  const { inputRequests } = required(await (await connect()).call('trip'));
  expect(Object.keys(inputRequests)).toHaveLength(2);
  for (const { method } of Object.values(inputRequests)) expect(method).toBe('elicitation/create');
});

it('1.8: two questions of one key are a mistake of the tool', async () => {
  const { result, error } = await (await connect()).call('twice');
  expect(error !== undefined || result?.['isError'] === true).toBe(true);
  expect(served.log.text).toMatch(/PORTICO_DUPLICATE_KEY/);
});

it('1.8: rounds go on until the result, over any connection', async () => {
  const first = await (await connect()).call('trip');
  const second = await (
    await connect()
  ).call(
    'trip',
    {},
    answers(first, (question) => (question === 'From where?' ? 'Oslo' : 'Rome')),
  );
  expect(Object.values(required(second).inputRequests).map(({ params }) => params.message)).toEqual([
    'Sure?',
  ]);
  const third = await (
    await connect()
  ).call(
    'trip',
    {},
    answers(second, () => true),
  );
  expect(text(third)).toBe('Oslo Rome true');
});

it('1.8: what was not answered is asked again under the same key, and what was is not', async () => {
  const line = await connect();
  const first = await line.call('trip');
  const { requestState, inputResponses } = answers(first, () => 'Oslo');
  const [answered, missing] = Object.entries(inputResponses) as [[string, unknown], [string, unknown]];
  const second = await line.call(
    'trip',
    {},
    { requestState, inputResponses: Object.fromEntries([answered]) },
  );
  expect(Object.keys(required(second).inputRequests)).toEqual([missing[0]]);
});

it('1.8: keys nobody asked for are ignored', async () => {
  const inputResponses = { who: accept('Ada'), nobody: accept('Eve') };
  expect(JSON.parse(text(await (await connect()).call('keyed', {}, { inputResponses }))!)).toEqual({
    action: 'accept',
    data: 'Ada',
  });
});

it.each([[7], ['text'], [{ action: 'perhaps' }]])(
  '1.8: the malformed answer %j is not taken',
  async (who) => {
    const { error, result } = await (await connect()).call('keyed', {}, { inputResponses: { who } });
    const isAskedAgain = result?.['resultType'] === 'input_required';
    expect(error !== undefined || isAskedAgain || result?.['isError'] === true).toBe(true);
  },
);

describe('1.8: a state is refused, always with the same words,', () => {
  const refusal = { code: -32_602, message: 'Invalid or expired requestState' };

  it('that was changed', async () => {
    const line = await connect();
    const retry = answers(await line.call('keyed'), () => 'Ada');
    const { requestState } = retry;
    const at = Math.floor(requestState.length / 2);
    const forged =
      requestState.slice(0, at) + (requestState[at] === 'A' ? 'B' : 'A') + requestState.slice(at + 1);
    expect((await line.call('keyed', {}, { ...retry, requestState: forged })).error).toMatchObject(refusal);
    expect((await line.call('keyed', {}, { ...retry, requestState: 'x' })).error).toMatchObject(refusal);
  });

  it('that belongs to other arguments', async () => {
    const line = await connect();
    const retry = answers(await line.call('keyed', { a: 1 }), () => 'Ada');
    expect((await line.call('keyed', { a: 2 }, retry)).error).toMatchObject(refusal);
  });

  it('that belongs to another tool', async () => {
    const line = await connect();
    const retry = answers(await line.call('keyed'), () => 'Ada');
    expect((await line.call('trip', {}, retry)).error).toMatchObject(refusal);
  });

  it('that belongs to another method', async () => {
    const line = await connect();
    const { requestState } = answers(await line.call('keyed'), () => 'Ada');
    const { error } = await line.request('prompts/get', { name: 'prompt', requestState });
    expect(error).toMatchObject(refusal);
  });

  it('of another server', async () => {
    const retry = answers(await (await connect()).call('keyed'), () => 'Ada');
    expect((await (await connect(brief.app)).call('keyed', {}, retry)).error).toMatchObject(refusal);
  });

  it('that is too old', async () => {
    const line = await connect(brief.app);
    const retry = answers(await line.call('keyed'), () => 'Ada');
    await eventually(async () => expect((await line.call('keyed', {}, retry)).error).toMatchObject(refusal));
  });
});

it('1.8: what a state holds cannot be read', async () => {
  const line = await connect();
  const { requestState } = required(
    await line.call(
      'trip',
      {},
      answers(await line.call('trip'), () => 'Oslo'),
    ),
  );
  const bytes = Buffer.from(requestState.split('.').at(-1)!, 'base64url').toString('latin1');
  expect(requestState + bytes).not.toMatch(/Oslo|trip/);
});

it('1.8: a call that nobody comes back to ends, and cleans up', async () => {
  ended.length = 0;
  await (await connect(brief.app)).call('trip');
  expect(ended).toEqual([]);
  await eventually(() => expect(ended).toEqual(['trip']));
});

it('1.8, 1.10: questions may not be kept', async () => {
  const { result } = await (await connect()).request('resources/read', { uri: 'ask://resource' });
  expect(result).not.toHaveProperty('ttlMs');
  expect(result).not.toHaveProperty('cacheScope');
});
