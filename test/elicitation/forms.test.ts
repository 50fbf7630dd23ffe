import { describe, expect, test } from '@jest/globals';
import { specTypeSchemas } from '@modelcontextprotocol/server';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { accept, type Person, type Question, useModule, ways } from './person.js';
import { formCases } from './form-cases.js';
import { FormModule } from './forms.fixture.js';

describe.each(ways)('forms, $name', (way) => {
  const connect = useModule(FormModule, way);
  let person: Person;

  test.each(formCases)(
    '%s is asked for, and its answer is what was asked for',
    async (form, schema, content, data, type) => {
      person = await connect();
      person.reply(() => accept(content));
      const { structuredContent } = await person.call('elicit', { form });
      expect(structuredContent).toEqual({ value: { action: 'accept', data, type } });
      expect(person.asked).toEqual([{ message: 'Please answer.', requestedSchema: schema }]);
      person.asked.forEach(expectOfficial);
    },
  );

  test.each(formCases.map(([form]) => form))(
    '%s may be declined or closed, and is not asked for again',
    async (form) => {
      person = await connect();
      for (const action of ['decline', 'cancel'] as const) {
        person.reply(() => ({ action }));
        expect((await person.call('elicit', { form })).structuredContent).toEqual({ value: { action } });
      }
      expect(person.asked).toHaveLength(2);
    },
  );

  test('one value may have a label and a line of help', async () => {
    person = await connect();
    for (const form of ['string', 'titled', 'many'])
      await person.call('elicit', { form, title: 'Label', description: 'Help' });
    for (const { requestedSchema } of person.asked)
      expect(requestedSchema?.properties['value']).toMatchObject({ title: 'Label', description: 'Help' });
    person.asked.forEach(expectOfficial);
  });

  test.each(['dto', 'zod'])('%s has no place for a label of its own', async (form) => {
    person = await connect();
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
    ['schema', '', ['type: is no choice']],
    ['nothing', 'A value of type undefined', ['is no form']],
    [
      'zodNested',
      'The form',
      ['inner: is an object with members of its own', 'list: is a list of free values'],
    ],
    ['zodUnion', 'The form', ['either: may be of several types', 'unknown: says nothing of its type']],
    ['zodRecord', 'The form', ['no fields']],
    ['zodScalar', 'The form', ['no fields']],
    ['zodDate', 'The form', ['JSON Schema']],
  ])('%s is refused before anything is sent', async (form, name, problems) => {
    person = await connect();
    const { code, message } = (await person.call('elicit', { form })).structuredContent as Record<
      string,
      string
    >;
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
