import { describe, expect, test } from '@jest/globals';
import { lines, localLines, onePerEra, useLine } from '../support/lines.js';
import { codecs, Invoice, Money, StateValuesModule, StateValueTools } from './state-values.fixture.js';

describe.each(lines)('values of this request alone, by $name', (line) => {
  const used = useLine(line, StateValuesModule);

  test('are kept by reference, for services and inner calls too, in one scope', async () => {
    expect((await used.client.callTool('byReference')).structuredContent).toEqual({
      before: true,
      same: true,
      sameInService: true,
      has: true,
      inner: [{ type: 'text', text: '5' }],
      timed: [{ type: 'text', text: '5 ct' }],
      otherScope: false,
      deleted: true,
    });
  });

  test('stand in front of a stored value until the next ordinary write', async () => {
    expect((await used.client.callTool('shadow')).content).toEqual([
      { type: 'text', text: '["local","written","written again"]' },
    ]);
  });

  test('may be anything', async () => {
    expect((await used.client.callTool('anyValue')).content).toEqual([
      { type: 'text', text: 'all came back' },
    ]);
  });

  test('are gone with the request', async () => {
    await used.client.callTool('leaveBehind');
    expect((await used.client.callTool('find')).content).toEqual([{ type: 'text', text: 'nothing' }]);
  });
});

describe.each(onePerEra(localLines))('values for later requests, by $name', (line) => {
  const used = useLine(line, StateValuesModule, { state: { codecs } });

  test.each([
    ['function', 'done is a function'],
    ['symbol', 'kind is a symbol'],
    ['cycle', 'lines[0].order is a reference to an object that contains it'],
    ['cycle through a map', 'index[0][1].lines[0].order is a reference to an object that contains it'],
    ['nan', 'ratio is the number NaN'],
    ['infinity', '[1] is the number Infinity'],
    ['instance', 'error is an instance of PorticoError'],
    ['instance in a map', '[0][1].b is an instance of PorticoError'],
    ['subclass of a class with a codec', 'tags is an instance of Tagged'],
    ['promise', 'the value is an instance of Promise'],
    ['invalid date', "at is an invalid Date (said the codec 'date')"],
    ['undefined in an array', '[1] is undefined'],
    ['undefined', 'the value is undefined'],
  ])('%s is refused, with key and path', async (kind, reason) => {
    expect((await used.client.callTool('refused', { kind })).structuredContent).toEqual({
      refused: {
        code: 'PORTICO_STATE_VALUE',
        message: `State 'odd' cannot be stored: ${reason}. Store data, give the class a codec in state.codecs, or use { serializable: false } to keep the value for this request only.`,
      },
      has: false,
    });
  });

  test('what is nested without end is refused', async () => {
    expect((await used.client.callTool('refused', { kind: 'deep' })).structuredContent).toEqual({
      refused: {
        code: 'PORTICO_STATE_VALUE',
        message: expect.stringMatching(/(\[0\]){500} is nested deeper than 500 levels/),
      },
      has: false,
    });
  });

  test.each([
    ['date', new Date('2026-07-28T12:00:00.123Z')],
    [
      'map',
      new Map<unknown, unknown>([
        ['a', 1],
        [{ id: 1 }, new Set([new Date(0)])],
      ]),
    ],
    ['set', new Set([1, 'one', null])],
    ['bigint', { total: 12345678901234567890n }],
    ['bytes', new Uint8Array([255, 128])],
    ['buffer', Buffer.from('ä€')],
    ['instance', { paid: new Money(5) }],
    ['nested', Object.assign(new Invoice(), { lines: [{ price: new Money(7) }] })],
    ['an object that looks like a tag', { $: ['date', 'x'], list: [{ $: 1 }] }],
    ['a text that looks like one', { text: '{"$":["map",[]]}', '"$': 1 }],
    ['a key of a prototype', JSON.parse('{"__proto__": {"a": 1}, "at": {"$": [1]}}')],
  ])('%s comes back in a later request as what it was', async (kind, value) => {
    await used.client.callTool('store', { kind });
    expect((await used.client.callTool('fetch', { kind })).content).toEqual([{ type: 'text', text: 'true' }]);
    expect(StateValueTools.seen).toStrictEqual(value);
  });

  test('are copied: later changes to an object do not change what is kept', async () => {
    expect((await used.client.callTool('copies')).structuredContent).toEqual({
      second: { items: ['a'], at: '1970-01-01T00:00:00.000Z' },
    });
  });
});
