import { describe, expect, test } from '@jest/globals';
import { lines, localLines, onePerEra, useLine } from '../support/lines.js';
import { StateValuesModule } from './state-values.fixture.js';

describe.each(lines)('values of this request alone, by $name', (line) => {
  const used = useLine(line, StateValuesModule);

  test('are kept by reference, for services and inner calls too', async () => {
    expect((await used.client.callTool('byReference')).structuredContent).toEqual({
      before: true,
      same: true,
      sameInService: true,
      has: true,
      inner: [{ type: 'text', text: '5' }],
      deleted: true,
    });
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
  const used = useLine(line, StateValuesModule);

  test.each([
    ['function', 'done is a function'],
    ['symbol', 'kind is a symbol'],
    ['bigint', 'order.items[1].price is a BigInt'],
    ['map', 'prices is an instance of Map'],
    ['set', '[0] is an instance of Set'],
    ['cycle', 'lines[0].order is a reference to an object that contains it'],
    ['nan', 'ratio is the number NaN'],
    ['infinity', '[1] is the number Infinity'],
    ['date', 'at is an instance of Date'],
    ['instance', 'total is an instance of Money'],
    ['promise', 'the value is an instance of Promise'],
    ['undefined in an array', '[1] is undefined'],
    ['undefined', 'the value is undefined'],
  ])('%s is refused, with key and path', async (kind, reason) => {
    expect((await used.client.callTool('odd', { kind })).structuredContent).toEqual({
      refused: {
        code: 'PORTICO_STATE_VALUE',
        message: `State 'odd' cannot be stored: ${reason}. Store plain JSON data, or use { serializable: false } to keep the value for this request only.`,
      },
      has: false,
    });
  });

  test('are copied: later changes to the object do not change what is kept', async () => {
    expect((await used.client.callTool('copies')).structuredContent).toEqual({ second: { items: ['a'] } });
  });
});
