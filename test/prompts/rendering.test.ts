import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { lines, useLine } from '../support/lines.js';
import { TripModule } from './rendering.fixture.js';

describe.each(lines)('prompts, by $name', (line) => {
  const used = useLine(line, TripModule);
  const client = line.client.info.name;
  const said = (text: string) => ({ messages: [{ role: 'user', content: { type: 'text', text } }] });

  test('a class with render is a prompt', async () => {
    expect(await used.client.getPrompt('review', { city: 'Oslo' })).toMatchObject({
      description: 'Review a text',
      ...said(`Review Oslo for ${client}`),
    });
  });

  test('arguments are taken one by one, and a text is one message of the user', async () => {
    const prompt = await used.client.getPrompt('plan', { city: 'Oslo', month: 'May' });
    expect(prompt).toMatchObject({ description: 'Plan a trip', ...said(`Plan Oslo in May for ${client}`) });
  });

  test('arguments may be a DTO: numbers are read from text, defaults are filled', async () => {
    const answer = (value: object) => said(JSON.stringify(value));
    expect(await used.client.getPrompt('byDto', { city: 'Oslo', days: '7', by: 'train' })).toMatchObject(
      answer({ city: 'Oslo', days: 7, by: 'train', isDto: true }),
    );
    expect(await used.client.getPrompt('byDto', { city: 'Oslo' })).toMatchObject(
      answer({ city: 'Oslo', days: 2, isDto: true }),
    );
  });

  test('arguments are given as the types of the parameters ask', async () => {
    expect(await used.client.getPrompt('number', { n: '4.5', b: 'false' })).toMatchObject(
      said('number 4.5, boolean false'),
    );
  });

  test('a prompt may be a conversation of many kinds of content', async () => {
    const { description, messages } = await used.client.getPrompt('dialogue', { topic: 'tides' });
    expect(description).toBe('A conversation');
    expect(messages).toEqual([
      { role: 'user', content: { type: 'text', text: 'Explain tides' } },
      { role: 'assistant', content: { type: 'text', text: 'Gladly.' } },
      { role: 'user', content: { type: 'image', data: 'AAAA', mimeType: 'image/png' } },
      { role: 'user', content: { type: 'resource', resource: { uri: 'notes://1', text: 'a note' } } },
    ]);
    expect((await used.client.getPrompt('silent')).messages).toEqual([]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['plan', { city: 'Oslo' }, /month: is required/],
    ['byDto', {}, /city: /],
    ['byDto', { city: 'Oslo', days: 'many' }, /days: /],
    ['byDto', { city: 'Oslo', days: '31' }, /days: .*30/],
    ['byDto', { city: 'Oslo', by: 'plane' }, /by: /],
    ['number', { n: 'x', b: 'true' }, /n: must be a number/],
  ])('%s %j is refused with the argument at fault', async (name, args, message) => {
    await expect(used.client.getPrompt(name, args)).rejects.toMatchObject({
      code: -32602,
      message: expect.stringMatching(message),
    });
  });

  test('a message of an unknown role is an error that the log explains', async () => {
    await expect(used.client.getPrompt('badRole')).rejects.toMatchObject({
      code: -32603,
      message: expect.not.stringContaining('role'),
    });
    await eventually(() =>
      expect(used.server.log()).toContain(
        "TripPrompts.badRole must return a text, or an array of { role: 'user'",
      ),
    );
  });

  test('the list tells the prompts in the order of their declaration, with their arguments', async () => {
    const prompts = await used.client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual([
      ...['review', 'plan', 'byDto', 'dialogue', 'silent', 'badRole', 'number'],
    ]);
    expect(prompts.slice(0, 2)).toEqual([
      {
        name: 'review',
        title: 'Review',
        description: 'Review a text',
        arguments: [
          { name: 'city', description: 'Where to', required: true },
          { name: 'days', description: 'How many days', required: false },
          { name: 'by', required: false },
        ],
      },
      {
        name: 'plan',
        description: 'Plan a trip',
        arguments: [
          { name: 'city', required: true },
          { name: 'month', required: true },
        ],
      },
    ]);
    expect(prompts[4]).toEqual({ name: 'silent' });
  });
});
