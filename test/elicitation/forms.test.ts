import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { specTypeSchemas } from '@modelcontextprotocol/server';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { PorticoFactory, silentLog, type PorticoApp } from 'portico';
import { accept, connectPerson, eras, type Person, type Question } from './eras.js';
import { FormModule } from './forms.fixture.js';

const value = (field: object) => ({ type: 'object', properties: { value: field }, required: ['value'] });

/** What is asked for, what goes over the line, what is answered, and what the tool receives. */
const cases = [
  ['string', value({ type: 'string', title: 'Answer' }), { value: 'Ada' }, 'Ada', 'string'],
  ['number', value({ type: 'number', title: 'Answer' }), { value: 1.5 }, 1.5, 'number'],
  ['boolean', value({ type: 'boolean', title: 'Yes' }), { value: false }, false, 'boolean'],
  ['one', value({ type: 'string', enum: ['small', 'large'], title: 'Choice' }), { value: 'large' }, 'large', 'string'],
  ['only', value({ type: 'string', enum: ['yes'], title: 'Choice' }), { value: 'yes' }, 'yes', 'string'],
  [
    'titled',
    value({
      type: 'string',
      oneOf: [
        { const: 'low', title: 'Can wait' },
        { const: 'high', title: 'high' },
      ],
      title: 'Choice',
    }),
    { value: 'high' },
    'high',
    'string',
  ],
  ['enum', value({ type: 'string', enum: ['red', 'blue'], title: 'Choice' }), { value: 'red' }, 'red', 'string'],
  ['numbers', value({ type: 'string', enum: ['Low', 'High'], title: 'Choice' }), { value: 'High' }, 10, 'number'],
  [
    'many',
    value({ type: 'array', items: { type: 'string', enum: ['small', 'large'] }, title: 'Choices' }),
    { value: ['large'] },
    ['large'],
    'Array',
  ],
  [
    'manyTitled',
    value({
      type: 'array',
      items: {
        anyOf: [
          { const: 'low', title: 'Can wait' },
          { const: 'high', title: 'high' },
        ],
      },
      title: 'Choices',
    }),
    { value: [] },
    [],
    'Array',
  ],
  [
    'manyEnum',
    value({ type: 'array', items: { type: 'string', enum: ['Low', 'High'] }, title: 'Choices' }),
    { value: ['High', 'Low'] },
    [10, 0],
    'Array',
  ],
  [
    'dto',
    {
      type: 'object',
      properties: {
        name: { type: 'string', title: 'Full name', description: 'As in the passport', minLength: 2, maxLength: 40 },
        email: { type: 'string', format: 'email' },
        home: { type: 'string', format: 'uri' },
        age: { type: 'integer', minimum: 18, maximum: 120 },
        height: { type: 'number' },
        news: { type: 'boolean', default: false },
        color: { type: 'string', enum: ['red', 'blue'], default: 'blue' },
        tip: { type: 'string', enum: ['5', '10', '20'] },
        seats: { type: 'array', items: { type: 'string', enum: ['a', 'b', 'c'] }, minItems: 1, maxItems: 2 },
        code: { type: 'string' },
        day: { type: 'string', format: 'date-time' },
        note: { type: 'string' },
      },
      required: ['name', 'email', 'age', 'height', 'tip', 'seats', 'code'],
    },
    { name: 'Ada', email: 'ada@b.example', age: 36, height: 1.7, tip: '10', seats: ['a'], code: 'ABC' },
    {
      name: 'Ada',
      email: 'ada@b.example',
      age: 36,
      height: 1.7,
      news: false,
      color: 'blue',
      tip: 10,
      seats: ['a'],
      code: 'ABC',
      note: null,
    },
    'Registration',
  ],
  [
    'optional',
    { type: 'object', properties: { rows: { type: 'integer', minimum: 1, default: 25 }, nickname: { type: 'string' } } },
    {},
    { rows: 25 },
    'Preferences',
  ],
  [
    'zod',
    {
      type: 'object',
      properties: {
        mail: {
          type: 'string',
          format: 'email',
          title: 'E-mail',
          description: 'For the ticket',
          default: 'a@b.example',
        },
        site: { type: 'string', format: 'uri' },
        born: { type: 'string', format: 'date' },
        seen: { type: 'string', format: 'date-time' },
        count: { type: 'integer', minimum: 1, maximum: 9 },
        ratio: { type: 'number', maximum: 1 },
        terms: { type: 'boolean' },
        role: { type: 'string', enum: ['user', 'admin'], default: 'user' },
        plan: {
          type: 'string',
          oneOf: [
            { const: 'free', title: 'Free of charge' },
            { const: 'paid', title: 'paid' },
          ],
          title: 'Plan',
        },
        level: { type: 'string', enum: ['0', '10'] },
        days: {
          type: 'array',
          items: { type: 'string', enum: ['mon', 'tue'] },
          minItems: 1,
          maxItems: 2,
          default: ['mon'],
        },
        hours: { type: 'array', items: { type: 'string', enum: ['9', '17'] } },
        alias: { type: 'string', maxLength: 8 },
        size: { type: 'string' },
      },
      required: ['seen', 'count', 'ratio', 'terms', 'plan', 'level', 'hours', 'size'],
    },
    {
      seen: '2026-01-31T12:00:00Z',
      count: 3,
      ratio: 0.5,
      terms: true,
      plan: 'paid',
      level: '10',
      hours: ['17'],
      size: 'four',
    },
    {
      mail: 'a@b.example',
      seen: '2026-01-31T12:00:00Z',
      count: 3,
      ratio: 0.5,
      terms: true,
      role: 'user',
      plan: 'paid',
      level: 10,
      days: ['mon'],
      hours: [17],
      alias: null,
      size: 4,
    },
    'Object',
  ],
] as const;

describe.each(eras)('forms, %s', (era) => {
  let app: PorticoApp;
  let person: Person;
  beforeAll(async () => {
    app = await PorticoFactory.create(FormModule, { name: 'forms', version: '1.0.0', log: silentLog });
  });
  afterEach(() => person.close());
  afterAll(() => app.close());

  test.each(cases)('%s is asked for, and its answer is what was asked for', async (form, schema, content, data, type) => {
    person = await connectPerson(app, era);
    person.reply(() => accept({ ...content } as never));
    const { structuredContent } = await person.call('elicit', { form });
    expect(structuredContent).toEqual({ value: { action: 'accept', data, type } });
    expect(person.asked).toEqual([{ message: 'Please answer.', requestedSchema: schema }]);
    person.asked.forEach(expectOfficial);
  });

  test.each(cases)('%s may be declined or closed, and is not asked for again', async (form) => {
    person = await connectPerson(app, era);
    for (const action of ['decline', 'cancel'] as const) {
      person.reply(() => ({ action }));
      expect((await person.call('elicit', { form })).structuredContent).toEqual({ value: { action } });
    }
    expect(person.asked).toHaveLength(2);
  });

  test('one value may have a label and a line of help', async () => {
    person = await connectPerson(app, era);
    for (const form of ['string', 'titled', 'many'])
      await person.call('elicit', { form, title: 'Label', description: 'Help' });
    for (const { requestedSchema } of person.asked)
      expect(requestedSchema?.properties['value']).toMatchObject({ title: 'Label', description: 'Help' });
    person.asked.forEach(expectOfficial);
  });

  test.each(['dto', 'zod'])('%s has no place for a label of its own', async (form) => {
    person = await connectPerson(app, era);
    expect((await person.call('elicit', { form, title: 'Label' })).structuredContent).toMatchObject({
      code: 'PORTICO_ELICIT_FORM',
      message: expect.stringContaining('describe its fields'),
    });
    expect(person.asked).toEqual([]);
  });

  test.each([
    ['nested', 'Order', ['place: is an object with members of its own', 'tags: is a list of free values']],
    ['undecorated', 'Undecorated', ['is no DTO']],
    ['date', 'Date', ['is no DTO']],
    ['none', 'A choice', ['there is nothing to choose from']],
    ['empty', 'A choice', ['there is nothing to choose from']],
    ['mixed', '', ['[1]: is no choice']],
    ['schema', '', ['properties: is no choice']],
    ['nothing', 'A undefined', ['is no form']],
    ['zodNested', 'The form', ['inner: is an object with members of its own', 'list: is a list of free values']],
    ['zodUnion', 'The form', ['either: may be of several types', 'unknown: says nothing of its type']],
    ['zodRecord', 'The form', ['no fields']],
    ['zodScalar', 'The form', ['no fields']],
    ['zodDate', 'The form', ['JSON Schema']],
  ])('%s is refused before anything is sent', async (form, name, problems) => {
    person = await connectPerson(app, era);
    const { code, message } = (await person.call('elicit', { form })).structuredContent as Record<string, string>;
    expect(code).toBe('PORTICO_ELICIT_FORM');
    for (const text of [name, ...problems]) expect(message).toContain(text);
    expect(message).not.toMatch(/\b(ok|id):/);
    expect(person.asked).toEqual([]);
  });
});

/** Both official packages know the question, and nothing in it that they would drop. */
function expectOfficial(params: Question): void {
  const request = { method: 'elicitation/create', params };
  expect(ElicitRequestSchema.parse(request)).toEqual(request);
  expect(specTypeSchemas.ElicitRequest['~standard'].validate(request)).toEqual({ value: request });
}
