import { describe, expect, test } from '@jest/globals';
import { lines, useLine } from '../support/lines.js';
import { ScanModule } from './scan.fixture.js';

describe.each(lines)('a module that scans a folder, by $name', (line) => {
  const used = useLine(line, ScanModule);

  test('offers what the files export, in this folder and below', async () => {
    expect((await used.client.listTools()).map(({ name }) => name)).toEqual(['count']);
    expect((await used.client.listPrompts()).map(({ name }) => name)).toEqual(['plan']);
  });

  test('gives these classes its providers', async () => {
    expect((await used.client.callTool('count')).content).toEqual([{ type: 'text', text: '3' }]);
  });
});
