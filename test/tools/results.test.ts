import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { lines, useLine } from '../support/lines.js';
import { ResultsModule } from './results.fixture.js';

describe.each(lines)('what a tool returns, by $name', (line) => {
  const used = useLine(line, ResultsModule);
  const call = (name: string) => used.client.callTool(name);

  test('a text arrives as it is, without quotes', async () => {
    const result = await call('string');
    expect(result.content).toEqual([{ type: 'text', text: 'a "quoted" word\nand a second line' }]);
    expect(result).not.toHaveProperty('structuredContent');
    expect(result.isError ?? false).toBe(false);
  });

  test('an empty text is a text', async () => {
    expect((await call('emptyString')).content).toEqual([{ type: 'text', text: '' }]);
  });

  test.each(['nothing', 'nothingLater', 'null'])('%s is an empty success', async (name) => {
    const result = await call(name);
    expect(result.content).toEqual([]);
    expect(result.isError ?? false).toBe(false);
  });

  test.each([
    ['number', '42.5'],
    ['zero', '0'],
    ['boolean', 'false'],
  ])('a %s arrives as its text', async (name, text) => {
    expect((await call(name)).content).toEqual([{ type: 'text', text }]);
  });

  test('an object is structured content, with its JSON beside it for models', async () => {
    const { content, structuredContent } = await call('object');
    expect(structuredContent).toEqual({ id: 7, tags: ['a'], nested: { ok: true }, none: null });
    expect(content).toEqual([
      { type: 'text', text: '{"id":7,"tags":["a"],"nested":{"ok":true},"none":null}' },
    ]);
  });

  test('an instance goes out with its own fields, a date as its text', async () => {
    expect((await call('instance')).structuredContent).toEqual({ id: 7 });
    expect((await call('date')).structuredContent).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });

  test('an array is structured content; revisions that demand an object get it under "result"', async () => {
    const { structuredContent } = await call('array');
    const items = [{ id: 1 }, { id: 2 }];
    expect(structuredContent).toEqual(line.client.era === 'session' ? { result: items } : items);
  });

  test('a ToolResult passes as it is', async () => {
    const result = await call('spelledOut');
    expect(result.content).toEqual([
      { type: 'text', text: 'first' },
      { type: 'image', data: 'AAAA', mimeType: 'image/png' },
      { type: 'resource_link', uri: 'orders://1', name: 'order' },
    ]);
    expect(result.structuredContent).toEqual({ id: 1 });
    expect(result._meta).toMatchObject({ 'example.org/cost': 3 });
  });

  test('a ToolResult may say that the call failed', async () => {
    const result = await call('spelledOutError');
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'the card was refused' }],
    });
  });

  test('the result of another tool may be returned as the own', async () => {
    const [direct, forwarded] = await Promise.all([call('spelledOut'), call('forwarded')]);
    expect(forwarded).toEqual(direct);
  });

  test.each([
    ['bigint', 'order.items[0].price is a BigInt'],
    ['circular', 'self.order is a reference to an object that contains it'],
    ['map', 'prices is an instance of Map'],
    ['nan', 'prices[1] is the number NaN'],
    ['bareBigint', 'the value is a BigInt'],
    ['function', 'done is a function'],
  ])('%s: what JSON cannot carry is an error whose place only the log tells', async (name, reason) => {
    const result = await call(name);
    const [block] = result.content;
    expect(result.isError).toBe(true);
    expect(block).toEqual({
      type: 'text',
      text: expect.stringMatching(/^Internal error \(error id [0-9a-f]{12}\)/),
    });
    const id = /[0-9a-f]{12}/.exec(JSON.stringify(block))![0];
    await eventually(() => {
      expect(used.server.log()).toContain(`error ${id} in ResultTools.${name}:`);
      expect(used.server.log()).toContain(
        `ResultTools.${name} returned a value that JSON cannot carry: ${reason}.`,
      );
    });
  });
});
