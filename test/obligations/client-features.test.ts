import { afterEach, describe, expect, it } from '@jest/globals';
import { IsEmail, IsIn, IsInt, IsOptional, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { Context, Describe, isPorticoError, Module, Schema, Tool } from 'portico';
import { eventually } from '../support/eventually.js';
import { RawLine, text, type Message } from './support/raw-line.js';
import { serve } from './support/serve.js';

class Street {
  @Describe('Name') name!: string;
}

class NestedForm {
  @ValidateNested() @Type(() => Street) street!: Street;
}

class OrderForm {
  @Describe('Where the receipt goes') @IsEmail() email!: string;
  @IsInt() @Min(1) pieces: number = 1;
  @IsIn(['small', 'large']) size!: string;
  @Schema({ type: 'string', enum: ['a', 'b'], enumNames: ['Air', 'Boat'] }) way!: string;
  @IsOptional() @IsIn(['gift', 'fragile'], { each: true }) marks?: string[];
}

const url = 'https://example.com/pay';

class WithInput {
  @IsIn(['tools', 'context']) with!: string;
}

class AskingTools {
  @Tool('Ask with a form')
  async form(ctx: Context) {
    return JSON.stringify(await ctx.elicit('What do you order?', OrderForm));
  }

  @Tool('Ask for what the protocol has no form for')
  async nested(ctx: Context) {
    return JSON.stringify(await ctx.elicit('Where do you live?', NestedForm));
  }

  @Tool('Send the user to a page')
  async url(ctx: Context) {
    const answer = await ctx.elicitUrl('Pay there', url);
    await answer.complete();
    return answer.action;
  }

  @Tool('Ask the model')
  async sample(ctx: Context) {
    return (await ctx.sample('Say something')).text;
  }

  @Tool('Ask the model, with tools and with the context of servers')
  async sampleMore(input: WithInput, ctx: Context) {
    const options = input.with === 'tools' ? { tools: ['form'] } : { includeContext: 'thisServer' as const };
    return (await ctx.sample('Say something', options)).text;
  }

  @Tool('Give the model an answer to nothing')
  async unpaired(ctx: Context) {
    const content = { type: 'tool_result' as const, toolUseId: 'x', content: [] };
    try {
      return (await ctx.sample([{ role: 'user', content: [content] }])).text;
    } catch (error) {
      return isPorticoError(error) ? error.code : 'another error';
    }
  }

  @Tool('Ask for the roots')
  async roots(ctx: Context) {
    return JSON.stringify(await ctx.listRoots());
  }
}
@Module({ providers: [AskingTools] })
class AskingModule {}

const served = serve(AskingModule);
const open: RawLine[] = [];
afterEach(() => Promise.all(open.splice(0).map((line) => line.close())));

async function connect(era: 'session' | 'stateless', capabilities: object): Promise<RawLine> {
  const line = await RawLine.open(served.app, era, capabilities);
  open.push(line);
  return line;
}

interface Question {
  readonly method: string;
  readonly params: Record<string, unknown>;
  answer(result: Record<string, unknown>): Promise<void>;
}

/** Calls a tool whose questions reach the client in the way its era has. */
async function call(line: RawLine, name: string, answer: (question: Question, round: number) => object) {
  if (line.era === 'session') {
    const id = await line.begin('tools/call', { name, arguments: {} });
    const answered = new Set<unknown>();
    let end: Message | undefined;
    void line.answer(id).then((message) => (end = message));
    await eventually(async () => {
      for (const asked of line.received.filter(
        ({ method, id: of }) => method !== undefined && of !== undefined,
      )) {
        if (answered.has(asked.id)) continue;
        const question = { method: asked.method!, params: asked.params! } as Question;
        await line.reply(asked, answer(question, answered.size + 1) as Record<string, unknown>);
        answered.add(asked.id);
      }
      expect(end).toBeDefined();
    });
    return end!;
  }
  let more: Record<string, unknown> = {};
  for (let round = 1; ; round++) {
    const message = await line.call(name, {}, more);
    if (message.result?.['resultType'] !== 'input_required') return message;
    const { inputRequests, requestState } = message.result as {
      inputRequests: Record<string, Question>;
      requestState: string;
    };
    const entries = Object.entries(inputRequests).map(([key, question]) => [key, answer(question, round)]);
    more = { requestState, inputResponses: Object.fromEntries(entries) as object };
  }
}

const good = { email: 'ada@example.com', pieces: 2, size: 'large', way: 'b', marks: ['gift'] };

describe.each(['session', 'stateless'] as const)('%s', (era) => {
  async function expectMissing(capabilities: object, name: string, required: object, args: object = {}) {
    const line = await connect(era, capabilities);
    const answer = await line.call(name, args);
    if (era === 'stateless')
      expect(answer.error).toMatchObject({ code: -32_021, data: { requiredCapabilities: required } });
    else expect(answer.result?.['isError']).toBe(true);
    expect(line.received.filter(({ method, id }) => method !== undefined && id !== undefined)).toEqual([]);
  }

  it.each([
    ['a form, of a client that declared nothing', {}, 'form', { elicitation: { form: {} } }],
    [
      'a form, of a client that declared URLs only',
      { elicitation: { url: {} } },
      'form',
      { elicitation: { form: {} } },
    ],
    [
      'a URL, of a client that declared forms by {}',
      { elicitation: {} },
      'url',
      { elicitation: { url: {} } },
    ],
  ])('E2: never asks for %s', async (_, capabilities, name, required) => {
    await expectMissing(capabilities, name, required);
  });

  it('E3: a form is a message and a flat object of primitives and choices, with defaults', async () => {
    const seen: Question[] = [];
    const line = await connect(era, { elicitation: {} });
    await call(line, 'form', (question) => {
      seen.push(question);
      return { action: 'decline' };
    });
    const [{ params }] = seen as [Question];
    expect(params['message']).toBe('What do you order?');
    expect(params['requestedSchema']).toMatchObject({
      type: 'object',
      properties: {
        email: { type: 'string', format: 'email', description: 'Where the receipt goes' },
        pieces: { type: 'integer', minimum: 1, default: 1 },
        size: { type: 'string', enum: ['small', 'large'] },
        way: { type: 'string', enum: ['a', 'b'], enumNames: ['Air', 'Boat'] },
        marks: { type: 'array', items: { type: 'string', enum: ['gift', 'fragile'] } },
      },
      required: ['email', 'size', 'way'],
    });
  });

  it('E3: a form with an object in it is never sent', async () => {
    const line = await connect(era, { elicitation: {} });
    const { result } = await line.call('nested');
    expect(result?.['isError']).toBe(true);
    expect(served.log.text).toMatch(/NestedForm cannot be asked for/);
  });

  it('E3, E4: a URL is asked for with its mode, and with an id where the revision has one', async () => {
    const seen: Question[] = [];
    const [line, other] = [await connect(era, { elicitation: { url: {} } }), await connect(era, {})];
    const answer = await call(line, 'url', (question) => {
      seen.push(question);
      return { action: 'accept' };
    });
    expect(text(answer)).toBe('accept');
    const { elicitationId, ...params } = seen[0]!.params;
    expect(params).toMatchObject({ mode: 'url', message: 'Pay there', url });
    const told = line
      .notified('notifications/elicitation/complete')
      .map(({ params: { elicitationId: id } = {} }) => id);
    if (era === 'session') expect(told).toEqual([elicitationId]);
    else expect([elicitationId, told]).toEqual([undefined, []]);
    expect(other.notified('notifications/elicitation/complete')).toEqual([]);
  });

  it('E8: an answer that does not fit never reaches the tool: it is asked for again', async () => {
    const line = await connect(era, { elicitation: {} });
    const contents = [{ ...good, email: 'nobody' }, { ...good, pieces: 0 }, good];
    const answer = await call(line, 'form', (_, round) => ({
      action: 'accept',
      content: contents[round - 1],
    }));
    expect(JSON.parse(text(answer)!)).toEqual({ action: 'accept', data: good });
  });

  it.each(['decline', 'cancel'])('E8: to %s is an answer', async (action) => {
    const line = await connect(era, { elicitation: {} });
    const answer = await call(line, 'form', () => ({ action }));
    expect(JSON.parse(text(answer)!)).toEqual({ action });
  });

  it('M1: never asks the model of a client that declared none', async () => {
    await expectMissing({}, 'sample', { sampling: {} });
  });

  it('M1: never gives tools to a client that did not declare sampling.tools', async () => {
    await expectMissing({ sampling: {} }, 'sampleMore', { sampling: { tools: {} } }, { with: 'tools' });
  });

  it('M2: never asks for the context of servers of a client that did not declare sampling.context', async () => {
    await expectMissing({ sampling: {} }, 'sampleMore', { sampling: { context: {} } }, { with: 'context' });
  });

  it('M1: a result of a tool that nobody called is never sent', async () => {
    const line = await connect(era, { sampling: { tools: {} } });
    expect(text(await line.call('unpaired'))).toBe('PORTICO_SAMPLE_MESSAGES');
  });

  it('N1: never asks for roots of a client that declared none', async () => {
    await expectMissing({}, 'roots', { roots: {} });
  });

  it('N1: roots come as the client has them', async () => {
    const roots = [{ uri: 'file:///home/ada', name: 'home' }];
    const line = await connect(era, { roots: {} });
    expect(JSON.parse(text(await call(line, 'roots', () => ({ roots })))!)).toEqual(roots);
  });

  it('N1: what is no file: root is not handed to the tool', async () => {
    const line = await connect(era, { roots: {} });
    const { result, error } = await call(line, 'roots', () => ({ roots: [{ uri: 'https://example.com' }] }));
    expect(error ?? result?.['isError']).toBeTruthy();
  });
});

it('M1: a model that does not stop calling tools is stopped', async () => {
  const line = await connect('session', { sampling: { tools: {} }, elicitation: {} });
  const id = await line.begin('tools/call', { name: 'sampleMore', arguments: { with: 'tools' } });
  let turns = 0;
  let end: Message | undefined;
  void line.answer(id).then((message) => (end = message));
  await eventually(async () => {
    const asked = line.received.filter(({ method, id: of }) => method !== undefined && of !== undefined);
    for (const message of asked.splice(0).slice(turns)) {
      turns += 1;
      const use = { type: 'tool_use', id: `use-${turns}`, name: 'form', input: {} };
      const result =
        message.method === 'sampling/createMessage'
          ? { role: 'assistant', model: 'm', content: [use], stopReason: 'toolUse' }
          : { action: 'decline' };
      await line.reply(message, result);
    }
    expect(end).toBeDefined();
  }, 10_000);
  expect(end?.result?.['isError']).toBe(true);
  expect(served.log.text).toMatch(/PORTICO_SAMPLE_ITERATIONS/);
  for (const { params } of line.received.filter(({ method }) => method === 'sampling/createMessage')) {
    const messages = params!['messages'] as { content: { type: string } | { type: string }[] }[];
    const types = messages.map(({ content }) => [content].flat().map(({ type }) => type));
    // After what the model called, the next message holds its results and nothing else.
    for (const [at, own] of types.entries())
      if (own.includes('tool_use')) expect(types[at + 1]).toEqual(['tool_result']);
  }
});
