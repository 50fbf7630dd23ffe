import { beforeEach, describe, expect, test } from '@jest/globals';
import { ElicitationService, type Context } from 'portico';
import { accept, inTurn, type Person, type Reply, useModule, ways } from './person.js';
import { AnswerModule } from './answers.fixture.js';

const good = { name: 'Ada', age: 36 };

describe.each(ways)('answers, $name', (way) => {
  const { era } = way;
  const connect = useModule(AnswerModule, way);
  let person: Person;
  beforeEach(async () => {
    person = await connect();
  });

  test.each(['dto', 'named'])(
    'one that does not fit is asked for again, and told what was wrong (%s)',
    async (tool) => {
      person.reply(inTurn(accept({ name: 'Ada', age: 7 }), accept(good)));
      expect((await person.call(tool)).structuredContent).toEqual({
        value: { action: 'accept', data: good },
      });
      const [first, second] = person.asked;
      expect(person.asked).toHaveLength(2);
      expect(second).toEqual({
        message:
          'Who are you?\n\nThe last answer could not be used: Your age: must be at least 18. Please answer again.',
        requestedSchema: first!.requestedSchema,
      });
    },
  );

  test.each(['dto', 'named'])('after three rounds it is an error (%s)', async (tool) => {
    person.reply(() => accept({ name: 'Ada' }));
    expect((await person.call(tool)).structuredContent).toEqual({
      code: 'PORTICO_ELICIT_ANSWER',
      message: "No answer to 'Who are you?' could be used in 3 rounds; the last one: Your age: is required.",
    });
    expect(person.asked).toHaveLength(3);
  });

  test('the model reads of an answer that could not be used', async () => {
    person.reply(() => accept({}));
    const { isError, content } = await person.call('uncaught');
    expect(isError).toBe(true);
    expect(content).toEqual([{ type: 'text', text: expect.stringContaining('could be used in 3 rounds') }]);
  });

  test.each<Reply>([{ action: 'decline' }, { action: 'cancel' }])(
    '$action ends the asking, also later',
    async (reply) => {
      person.reply(inTurn(accept({ name: 'Ada', age: 7 }), reply));
      expect((await person.call('dto')).structuredContent).toEqual({ value: reply });
      expect(person.asked).toHaveLength(2);
    },
  );

  test.each<[string, Reply, string]>([
    ['number', accept({ value: 'five' }), 'must be a number'],
    ['number', accept({}), 'the field is empty'],
    ['number', { action: 'accept' }, 'the field is empty'],
    ['choice', accept({ value: 'c' }), 'must be one of "a", "b"'],
    ['choice', accept({ value: ['a'] }), 'must be'],
    ['several', accept({ value: 'a' }), 'must be an array'],
    ['several', accept({ value: ['a', 'c'] }), '[1]: must be one of "a", "b"'],
    ['several', accept({ value: ['a', 'a'] }), 'must not have the same element twice'],
    ['async', accept({ name: 'taken' }), 'name: is taken already'],
  ])('%s does not take %j', async (tool, reply, problem) => {
    person.reply(() => reply);
    expect((await person.call(tool)).structuredContent).toMatchObject({ code: 'PORTICO_ELICIT_ANSWER' });
    expect(person.asked).toHaveLength(3);
    expect(person.asked[1]!.message).toContain(problem);
    expect(person.asked[1]!.message).not.toContain('value:');
  });

  test('what was not asked for is not taken', async () => {
    person.reply(() => accept({ ...good, admin: true }));
    expect((await person.call('dto')).structuredContent).toEqual({ value: { action: 'accept', data: good } });
  });

  test('an empty text in a field that may be left empty, and can hold none, is a field left empty', async () => {
    person.reply(() => accept({ name: '', mail: '', age: '', note: '' }));
    const data = { name: '' };
    expect((await person.call('extras')).structuredContent).toEqual({ value: { action: 'accept', data } });
    person.reply(() => accept({ name: '', note: '' }));
    expect((await person.call('extras')).structuredContent).toMatchObject({
      value: { data: { name: '', note: '' } },
    });
  });

  test('questions asked together are each asked for again on their own', async () => {
    const answers: Record<string, () => Reply> = {
      Who: inTurn(accept({ name: 'Ada', age: 7 }), accept(good)),
      Which: inTurn(accept({ name: 'taken' }), accept({ name: 'taken' }), accept({ name: 'free' })),
    };
    person.reply(({ message }) => answers[message.split(/[? ]/)[0]!]!());
    expect((await person.call('together')).structuredContent).toEqual({
      age: { action: 'accept', data: good },
      name: { action: 'accept', data: { name: 'free' } },
    });
    expect(person.asked).toHaveLength(5);
    if (era === 'stateless') expect(person.rounds.map((round) => round.length)).toEqual([2, 2, 1]);
  });

  test('the same question again, asked for again, is another question', async () => {
    const replies = ['x', 1, 'y', 2].map((value) => accept({ value }));
    person.reply(inTurn(...replies));
    expect((await person.call('loop')).structuredContent).toEqual({ found: [1, 2] });
  });

  test('prompts and resources ask too', async () => {
    person.reply(() => accept({ value: 'Ada' }));
    expect((await person.getPrompt('letter')).messages[0]?.content).toMatchObject({ text: 'Dear Ada' });
    expect((await person.readResource('note://today')).contents[0]).toMatchObject({ text: 'Ada' });
  });
});

describe('what is no answer', () => {
  type Exchange = Parameters<ElicitationService['elicit']>[0];

  function answered(result: unknown): Exchange {
    const flow = {
      id: '1',
      once: () => Promise.reject(new Error('unused')),
      note: <T>(_: string, make: () => T) => make(),
    };
    return {
      client: { name: 'stub', version: '1', capabilities: { elicitation: { url: {}, form: {} } } },
      era: 'session',
      hasSessions: true,
      signal: new AbortController().signal,
      peer: { ask: () => Promise.resolve(result) },
      flow,
    } as unknown as Exchange;
  }

  test.each([
    [{ action: 'maybe', content: {} }, 'its action is "maybe"'],
    [{ content: { value: 'x' } }, 'its action is missing'],
    [undefined, 'its action is missing'],
    ['accept', 'its action is missing'],
    [{ action: 'accept', content: 'x' }, 'its content is no object'],
    [{ action: 'accept', content: ['x'] }, 'its content is no object'],
  ])('%j is an error', async (result, problem) => {
    const service = new ElicitationService();
    const error = { code: 'PORTICO_ELICIT_ANSWER', message: expect.stringContaining(problem) };
    await expect(service.elicit(answered(result), 'Name?', String)).rejects.toMatchObject(error);
  });

  test('a call that was given up asks no more', async () => {
    const gone = {
      ...answered({ action: 'accept', content: {} }),
      signal: AbortSignal.abort(new Error('gone')),
    };
    await expect(new ElicitationService().ask(gone, 'Name?')).rejects.toThrow('gone');
  });

  test('the service stands behind the façade under its own token', () => {
    const names: readonly (keyof Context & keyof ElicitationService)[] = [
      'elicit',
      'elicitOrThrow',
      'elicitUrl',
      'confirm',
      'ask',
      'choose',
      'chooseMany',
    ];
    for (const name of names) expect(ElicitationService.prototype[name]).toBeInstanceOf(Function);
  });
});
