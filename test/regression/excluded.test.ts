import { describe, expect, test } from '@jest/globals';
import { lines, onePerEra, useLine } from '../support/lines.js';
import { PeopleModule } from './excluded.fixture.js';

// What a class excludes went out where no output was declared.
describe.each(onePerEra(lines))('what a class excludes stays inside, by $name', (line) => {
  const used = useLine(line, PeopleModule);
  const ada = { id: 1, name: 'Ada' };

  test.each([
    ['one', ada],
    ['within', { found: [{ id: 2, name: 'Grace' }], by: 'name' }],
    ['team', { lead: ada, since: '1970-01-01T00:00:00.000Z' }],
  ])('from a tool without output: %s', async (name, expected) => {
    const result = await used.client.callTool(name);
    expect(result.structuredContent).toEqual(expected);
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('from a resource', async () => {
    const { contents } = await used.client.readResource('people://ada');
    expect(JSON.parse((contents[0] as { text: string }).text)).toEqual({ people: [ada] });
  });
});
