import { beforeEach, describe, expect, test } from '@jest/globals';
import { accept, inTurn, type Person, type Reply, useModule, ways } from './person.js';
import { BookingModule } from './elicited.fixture.js';

describe.each(ways)('elicited parameters, $name', (way) => {
  const { era } = way;
  const connect = useModule(BookingModule, way);
  let person: Person;
  beforeEach(async () => {
    person = await connect();
  });

  function answers(changes: Record<string, () => Reply> = {}) {
    const all: Record<string, () => Reply> = {
      How: () => accept({ value: 4 }),
      Where: () => accept({ value: 'inside' }),
      Your: () => accept({ street: 'Rue 1' }),
      ...changes,
    };
    person.reply(({ message }) => all[message.split(/[? ]/)[0]!]!());
  }

  test('are asked before the handler runs, which receives what was answered', async () => {
    answers();
    expect((await person.call('book', { day: 'today' })).structuredContent).toEqual({
      day: 'today',
      people: 4,
      place: 'inside',
      address: { street: 'Rue 1', floor: 1 },
      isAddress: true,
      ran: 1,
      id: 'string',
    });
    expect(person.asked.map(({ message }) => message)).toEqual([
      'How many people?',
      'Where?',
      'Your address?',
    ]);
    expect(person.asked[1]?.requestedSchema?.properties['value']).toMatchObject({ title: 'Place' });
  });

  test('are asked together', async () => {
    let answerAll: (() => void) | undefined;
    const allAsked = new Promise<void>((resolve) => (answerAll = resolve));
    person.reply(async ({ message }) => {
      if (person.asked.length === 3) answerAll!();
      await allAsked;
      return message.startsWith('Your')
        ? accept({ street: 'Rue 1' })
        : accept({ value: message === 'Where?' ? 'inside' : 4 });
    });
    expect((await person.call('book', { day: 'today' })).isError).toBeFalsy();
    if (era === 'stateless') expect(person.rounds).toHaveLength(1);
  });

  test('are each asked for again where the answer does not fit', async () => {
    answers({ How: inTurn(accept({ value: 'four' }), accept({ value: 4 })) });
    expect((await person.call('book', { day: 'today' })).structuredContent).toMatchObject({ people: 4 });
    expect(person.asked).toHaveLength(4);
  });

  test.each<[Reply['action'], string]>([
    ['decline', 'The user declined to answer: Where?'],
    ['cancel', 'The user closed the question without an answer: Where?'],
  ])('%s ends the call with the reason, and the handler does not run', async (action, text) => {
    const before = (await person.call('runs')).structuredContent;
    answers({ Where: () => ({ action }) });
    expect(await person.call('book', { day: 'today' })).toMatchObject({
      isError: true,
      content: [{ type: 'text', text }],
    });
    expect((await person.call('runs')).structuredContent).toEqual(before);
  });

  test('nobody is asked for a call whose arguments do not fit', async () => {
    expect((await person.call('book', {})).isError).toBe(true);
    expect(person.asked).toEqual([]);
  });

  test('prompts and resources have them too', async () => {
    person.reply(() => accept({ value: 'Ada' }));
    expect((await person.getPrompt('letter', { to: 'Bob' })).messages[0]?.content).toMatchObject({
      text: 'Bob, Ada',
    });
    expect((await person.readResource('table://3')).contents[0]).toMatchObject({ text: '3: Ada' });
  });
});
