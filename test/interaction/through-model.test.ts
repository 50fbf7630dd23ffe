import { afterEach, describe, expect, test } from '@jest/globals';
import { IsInt, Min } from 'class-validator';
import {
  Context,
  Elicited,
  Injectable,
  Module,
  PorticoFactory,
  Prompt,
  Tool,
  type ClientCapabilities,
  type InteractionOptions,
  type PorticoApp,
} from 'portico';
import { bearer, named } from '../identity/bearer.js';
import { RawLine, text, type Message } from '../obligations/support/raw-line.js';
import { sendStateless } from '../obligations/support/raw-http.js';
import { RecordedLog } from '../support/recorded-log.js';
import { problemsOf } from '../support/startup.js';

class Guests {
  @IsInt() @Min(1) guests!: number;
}

class Booking {
  @IsInt() guests!: number;
}

let charges: string[] = [];

@Injectable()
class BookingTools {
  @Tool() async book(ctx: Context) {
    const answer = await ctx.elicit('How many guests?', Guests);
    if (answer.action !== 'accept') return `not booked: ${answer.action}`;
    const receipt = await ctx.once('charge', ({ idempotencyKey }) => charges.push(idempotencyKey));
    const isInside = await ctx.confirm('Inside?');
    return `${answer.data.guests} ${isInside ? 'inside' : 'outside'}, receipt ${receipt}`;
  }

  @Tool() together(
    @Elicited('Name?', String) name: string,
    @Elicited('Which size?', ['s', 'l']) size: string,
  ) {
    return `${name} ${size}`;
  }

  @Tool({ output: Booking }) async typed(ctx: Context) {
    return ctx.elicitOrThrow('How many guests?', Guests);
  }

  @Tool() async mixed(ctx: Context) {
    const [name, { text: greeting }] = await Promise.all([ctx.ask('Name?'), ctx.sample('Greet.')]);
    return `${greeting} ${name}`;
  }

  @Tool() async url(ctx: Context) {
    return (await ctx.elicitUrl('Pay.', 'https://pay.example')).action;
  }

  @Prompt() async letter(ctx: Context) {
    return String(await ctx.ask('Name?'));
  }
}

@Module({ providers: [BookingTools] })
class BookingModule {}

const apps: PorticoApp[] = [];
afterEach(async () => {
  charges = [];
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function start(interaction: InteractionOptions = {}) {
  const log = new RecordedLog();
  const keys = ['k'.repeat(40)];
  const options = { name: 'bookings', version: '1.0.0', log, interaction: { keys, ...interaction } };
  const app = await PorticoFactory.create(BookingModule, options);
  apps.push(app);
  return app;
}

/** What a model has to read out of the text: the id of the call and the names of the questions. */
function read(message: Message): { call: string; names: string[] } {
  const told = text(message) ?? JSON.stringify(message);
  const { call } = JSON.parse(/with (\{.*\}), each/.exec(told)?.[1] ?? `"${told}"`) as { call: string };
  return { call, names: Array.from(told.matchAll(/^Question "(.*?)"/gm), ([, name]) => name!) };
}

/** Calls the helper with an answer for each question, in their order. */
function reply(line: RawLine, message: Message, ...contents: readonly (object | 'decline' | 'cancel')[]) {
  const { call, names } = read(message);
  const answers = names.map((name, i) => {
    const content = contents[i];
    return [name, typeof content === 'string' ? { action: content } : { action: 'accept', content }];
  });
  return line.call('answer_questions', { call, answers: Object.fromEntries(answers) as object });
}

const ways = (['session', 'stateless'] as const).flatMap((era) =>
  (['park', 'replay'] as const).map((mode) => ({ era, mode })),
);

describe.each(ways)('a client that cannot show forms, $era, $mode', ({ era, mode }) => {
  async function connect(capabilities: ClientCapabilities = {}, options: InteractionOptions = {}) {
    return RawLine.open(await start({ mode, fallback: 'model', ...options }), era, capabilities);
  }

  test('has its user asked by the model, and the tool goes on with the answers', async () => {
    const line = await connect();
    const first = await line.call('book');
    expect(first.result).not.toHaveProperty('isError', true);
    expect(text(first)).toMatch(/Ask the user.*Question "elicitation-1": How many guests\?/s);
    expect(text(first)).toContain('"minimum":1');
    const second = await reply(line, first, { guests: 4 });
    expect(text(second)).toContain('Question "elicitation-2": Inside?');
    expect(text(await reply(line, second, { value: true }))).toBe('4 inside, receipt 1');
    // The model repeats itself, and goes back to an older question: nothing is charged again.
    expect(text(await reply(line, second, { value: false }))).toBe('4 outside, receipt 1');
    expect(text(await reply(line, first, { guests: 9 }))).toContain('Inside?');
    expect(charges).toHaveLength(1);
  });

  test('is asked again where an answer does not fit, and may refuse', async () => {
    const line = await connect();
    const first = await line.call('book');
    const again = await reply(line, first, { guests: 'four' });
    expect(text(again)).toContain('The last answer could not be used: guests');
    expect(text(await reply(line, again, 'decline'))).toBe('not booked: decline');
    expect(text(await reply(line, await line.call('book'), 'cancel'))).toBe('not booked: cancel');
  });

  test('is asked all together, and again for what is missing', async () => {
    const line = await connect();
    const first = await line.call('together');
    expect(read(first).names).toHaveLength(2);
    const half = { [read(first).names[1]!]: { action: 'accept', content: { value: 'l' } } };
    const rest = await line.call('answer_questions', { call: read(first).call, answers: half });
    expect(read(rest).names).toEqual([read(first).names[0]]);
    expect(text(await reply(line, rest, { value: 'Ada' }))).toBe('Ada l');
  });

  test('reads the question also of a tool that promises structure', async () => {
    const line = await connect();
    const first = await line.call('typed');
    expect(first.result).toMatchObject({ isError: true });
    expect((await reply(line, first, { guests: 2 })).result).toMatchObject({
      structuredContent: { guests: 2 },
    });
  });

  test('is itself asked what it can be asked', async () => {
    const line = await connect({ sampling: {} });
    const answer = { role: 'assistant', model: 'm', content: { type: 'text', text: 'Hello' } };
    let first: Message;
    if (era === 'session') {
      const id = await line.begin('tools/call', { name: 'mixed', arguments: {} });
      await line.reply(await line.asked('sampling/createMessage'), answer);
      first = await line.answer(id);
    } else {
      const round = await line.call('mixed');
      const { inputRequests, requestState } = round.result as { inputRequests: object; requestState: string };
      const [key, ...others] = Object.keys(inputRequests);
      expect(others).toEqual([]);
      first = await line.call('mixed', {}, { requestState, inputResponses: { [key!]: answer } });
    }
    expect(read(first).names).toEqual(['elicitation-1']);
    expect(text(await reply(line, first, { value: 'Ada' }))).toBe('Hello Ada');
  });

  test('gets one text for every id that is not its own', async () => {
    const line = await connect();
    const gone = await line.call('answer_questions', { call: 'nothing', answers: {} });
    expect(gone.result).toMatchObject({ isError: true });
    expect(text(gone)).toMatch(/^No question waits under this id/);
    const wrong = await line.call('answer_questions', { answers: {} });
    expect(text(wrong)).toContain('call: is required');
  });

  test('gets the typed error for URLs, and in prompts', async () => {
    const line = await connect();
    for (const answer of [
      await line.call('url'),
      await line.request('prompts/get', { name: 'letter', arguments: {} }),
    ])
      expect(JSON.stringify(answer)).toMatch(
        /needs a client that declares the capability elicitation\.(url|form)/,
      );
  });

  test('lists the tool; without the option there is none, and the tool that asks gets the typed error', async () => {
    const listed = await (await connect()).request('tools/list');
    expect(JSON.stringify(listed)).toContain('"answer_questions"');
    const line = await RawLine.open(await start({ mode }), era);
    expect(JSON.stringify(await line.request('tools/list'))).not.toContain('answer_questions');
    const refused = await line.call('book');
    if (era === 'stateless')
      expect(refused.error).toMatchObject({
        code: -32_021,
        data: { requiredCapabilities: { elicitation: { form: {} } } },
      });
    else expect(text(refused)).toContain('ctx.elicit needs a client that declares');
  });

  test('a client that can show forms is asked by forms', async () => {
    const line = await connect({ elicitation: { form: {} } });
    if (era === 'stateless') {
      expect((await line.call('book')).result).toMatchObject({ resultType: 'input_required' });
      return;
    }
    const id = await line.begin('tools/call', { name: 'book', arguments: {} });
    await line.reply(await line.asked('elicitation/create'), { action: 'decline' });
    expect(text(await line.answer(id))).toBe('not booked: decline');
  });
});

test('answers of another user are refused', async () => {
  const app = await PorticoFactory.create(BookingModule, {
    name: 'bookings',
    version: '1.0.0',
    log: new RecordedLog(),
    auth: { verify: named },
    interaction: { keys: ['k'.repeat(40)], fallback: 'model' },
  });
  apps.push(app);
  const { address } = await app.listen({ transport: 'http', port: 0, signals: false });
  const call = async (who: string, name: string, args: object = {}) => {
    const params = { name, arguments: args };
    return (await sendStateless(new URL(address), 'tools/call', params, { headers: bearer(who) }))
      .messages[0]!;
  };
  const { call: id, names } = read(await call('ada', 'book'));
  const answers = { [names[0]!]: { action: 'accept', content: { guests: 2 } } };
  expect(text(await call('bob', 'answer_questions', { call: id, answers }))).toMatch(/^No question waits/);
  expect(text(await call('ada', 'answer_questions', { call: id, answers }))).toContain('Inside?');
});

test('what is no fallback keeps the application from starting, as does a tool of the same name', async () => {
  const interaction = { fallback: 'prompt' } as unknown as InteractionOptions;
  expect(await problemsOf(BookingModule, { interaction })).toEqual([
    expect.objectContaining({ code: 'PORTICO_INTERACTION_OPTION' }),
  ]);
  @Injectable()
  class OwnTools {
    @Tool() answer_questions() {
      return 'mine';
    }
  }
  @Module({ providers: [OwnTools] })
  class OwnModule {}
  expect(await problemsOf(OwnModule, { interaction: { fallback: 'model' } })).toEqual([
    expect.objectContaining({ code: 'PORTICO_DUPLICATE' }),
  ]);
  expect(await problemsOf(OwnModule)).toEqual([]);
});
