import { describe, expect, test } from '@jest/globals';
import { lines, useLine } from '../support/lines.js';
import { HandlersModule } from './handlers.fixture.js';

describe.each(lines)('tools, by $name', (line) => {
  const used = useLine(line, HandlersModule);
  const text = (value: string) => ({ content: [{ type: 'text', text: value }] });
  const client = line.client.info.name;

  test('a class with execute is a tool, and its DTO parameter is an instance of the class', async () => {
    const result = await used.client.callTool('sum', { a: 2, b: 40 });
    expect(result.structuredContent).toEqual({ sum: 42, isDto: true });
    expect(result.content).toEqual([{ type: 'text', text: '{"sum":42,"isDto":true}' }]);
  });

  test('a class is named after itself, without the suffix', async () => {
    expect(await used.client.callTool('who')).toMatchObject(text(client));
  });

  test('@Args and @Ctx stand in any order', async () => {
    expect(await used.client.callTool('contextFirst', { name: 'Ada' })).toMatchObject(
      text(`Ada by ${client}`),
    );
  });

  test.each(['byType', 'byTypeReversed', 'byDecorator'])(
    'the parameters of a method are filled %s',
    async (name) => {
      expect(await used.client.callTool(name, { name: 'Ada' })).toMatchObject(text(`Hello Ada of ${client}`));
    },
  );

  test('decorators of the application fill parameters, at once or later', async () => {
    const result = await used.client.callTool('byOwnDecorator', { name: 'Ada' });
    expect(result.structuredContent).toEqual({ name: 'Ada', client: `client ${client}`, later: 42 });
  });

  test('a parameter that nothing fills has its default', async () => {
    expect(await used.client.callTool('withDefault', { name: 'Ada' })).toMatchObject(
      text(`Good day Ada of ${client}`),
    );
  });

  test('a schema in the options stands for the DTO', async () => {
    const result = await used.client.callTool('bySchema', { n: 1.5 });
    expect(result.structuredContent).toEqual({ n: 1.5, client });
  });

  test('a method answers to the name it was given, and to no other', async () => {
    expect(await used.client.callTool('renamed')).toMatchObject(text('renamed'));
    await expect(used.client.callTool('original')).rejects.toMatchObject({ code: -32602 });
  });

  test('the list tells the tools in the order of their declaration', async () => {
    const names = (await used.client.listTools()).map((tool) => tool.name);
    expect(names.slice(0, 3)).toEqual(['sum', 'who', 'contextFirst']);
    expect(names.slice(3)).toEqual([
      'byType',
      'byTypeReversed',
      'byDecorator',
      'byOwnDecorator',
      'withDefault',
      'bySchema',
      'renamed',
    ]);
  });

  test('the list tells all that a tool says about itself', async () => {
    const [sum] = await used.client.listTools();
    expect(sum).toMatchObject({
      name: 'sum',
      title: 'Sum',
      description: 'Add two numbers',
      annotations: { readOnlyHint: true, idempotentHint: true },
      icons: [{ src: 'https://example.org/sum.png', mimeType: 'image/png', sizes: ['48x48'] }],
      _meta: { 'portico/tags': ['maths'], 'portico/version': '2.1.0', 'example.org/owner': 'numbers' },
    });
  });

  test('the list tells the schema of the arguments, with its descriptions', async () => {
    const [sum, who] = await used.client.listTools();
    expect(sum!.inputSchema).toMatchObject({
      type: 'object',
      properties: {
        a: { type: 'integer', description: 'The first number' },
        b: { type: 'integer', description: 'The second number' },
      },
      required: ['a', 'b'],
    });
    expect(who!.inputSchema).toMatchObject({ type: 'object', properties: {} });
  });
});
