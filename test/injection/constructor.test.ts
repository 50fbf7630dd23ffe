import { describe, expect, test } from '@jest/globals';
import { lines, useLine } from '../support/lines.js';
import { InjectionModule } from './constructor.fixture.js';

describe.each(lines)('constructor injection, by $name', (line) => {
  const used = useLine(line, InjectionModule);
  const described = `db://orders at noon for ${line.client.info.name}`;

  test('fills the constructor of a class with execute, Context included', async () => {
    const { content } = await used.client.callTool('describe');
    expect(content).toEqual([{ type: 'text', text: `${described}, request string` }]);
  });

  test('fills constructors with classes, values, factories, aliases and what is optional', async () => {
    expect((await used.client.callTool('injected')).structuredContent).toEqual({
      orders: described,
      special: described,
      isSpecial: true,
      sharesRepository: true,
      connection: 'open to db://orders',
      aliasIsSame: true,
      settings: 'strict',
      missing: true,
      transients: [1, 2, 1],
      made: 'open to db://orders, noon',
    });
  });
});
