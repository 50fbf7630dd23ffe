import { beforeEach, describe, expect, test } from '@jest/globals';
import { accept, type Person, type Reply, useModule, ways } from './person.js';
import { FormModule } from './forms.fixture.js';

describe.each(ways)('short forms, $name', (way) => {
  const connect = useModule(FormModule, way);
  let person: Person;
  beforeEach(async () => {
    person = await connect();
  });

  test('confirm, ask, choose and chooseMany give the value itself', async () => {
    const values: Record<string, string | boolean | string[]> = {
      'Sure?': true,
      'Name?': 'Ada',
      'Size?': 'large',
      'Colours?': ['red', 'blue'],
    };
    person.reply(({ message }) => accept({ value: values[message]! }));
    expect((await person.call('short')).structuredContent).toEqual({
      confirm: true,
      ask: 'Ada',
      choose: 'large',
      chooseMany: ['red', 'blue'],
    });
    expect(person.asked.map(({ requestedSchema }) => requestedSchema?.properties['value'])).toEqual([
      { type: 'boolean', title: 'Yes' },
      { type: 'string', title: 'Your name', description: 'First and last' },
      { type: 'string', enum: ['small', 'large'], title: 'Choice' },
      { type: 'array', items: { type: 'string', enum: ['red', 'blue'] }, minItems: 1, title: 'Choices' },
    ]);
  });

  test.each(['decline', 'cancel'] as const)('%s is no value', async (action) => {
    person.reply(() => ({ action }));
    expect((await person.call('short')).structuredContent).toEqual({
      confirm: false,
      ask: null,
      choose: null,
      chooseMany: null,
    });
    expect(person.asked).toHaveLength(4);
  });

  test('only true confirms', async () => {
    person.reply(({ message }) => (message === 'Sure?' ? accept({ value: false }) : { action: 'cancel' }));
    expect((await person.call('short')).structuredContent).toMatchObject({ confirm: false });
  });

  test.each([
    [
      { min: 1, max: 2 },
      { minItems: 1, maxItems: 2 },
    ],
    [{ max: 1 }, { maxItems: 1 }],
    [{}, {}],
  ])('chooseMany within %j', async (limits, wire) => {
    person.reply(() => accept({ value: ['a'] }));
    expect((await person.call('several', limits)).structuredContent).toEqual({ value: ['a'] });
    const field = {
      type: 'array',
      items: { type: 'string', enum: ['a', 'b', 'c'] },
      title: 'Choices',
      ...wire,
    };
    expect(person.asked[0]?.requestedSchema?.properties['value']).toEqual(field);
  });

  test('chooseMany asks again for more than it may be', async () => {
    person.reply(() => accept({ value: ['a', 'b'] }));
    expect((await person.call('several', { max: 1 })).structuredContent).toMatchObject({
      code: 'PORTICO_ELICIT_ANSWER',
      message: expect.stringContaining('must have at most 1 element'),
    });
  });

  test.each([{ min: 4 }, { min: -1 }, { max: -1 }, { min: 2, max: 1 }])(
    'chooseMany cannot be within %j',
    async (limits) => {
      expect((await person.call('several', limits)).structuredContent).toMatchObject({
        code: 'PORTICO_ELICIT_FORM',
      });
      expect(person.asked).toEqual([]);
    },
  );

  test.each<[Reply['action'], string, string]>([
    ['decline', 'PORTICO_DECLINED', 'The user declined to answer: Your name?'],
    ['cancel', 'PORTICO_CANCELLED', 'The user closed the question without an answer: Your name?'],
  ])('elicitOrThrow: %s is an error the model reads', async (action, code, text) => {
    person.reply(() => ({ action }));
    expect((await person.call('refusal')).structuredContent).toEqual({ code, message: text });
    expect(await person.call('elicitOrThrow')).toMatchObject({
      isError: true,
      content: [{ type: 'text', text }],
    });
  });

  test('elicitOrThrow gives the value itself', async () => {
    person.reply(() => accept({ value: 'Ada' }));
    expect((await person.call('elicitOrThrow')).content).toMatchObject([{ type: 'text', text: 'Ada' }]);
  });
});
