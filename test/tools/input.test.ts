import { describe, expect, test } from '@jest/globals';
import { lines, useLine } from '../support/lines.js';
import { OrderModule } from './input.fixture.js';

const good = { customer: 'Ada', lines: [{ product: 'tea', quantity: 2 }] };

describe.each(lines)('the arguments of a tool, by $name', (line) => {
  const used = useLine(line, OrderModule);

  /** The lines of the error a model reads. */
  async function problemsOf(args: Record<string, unknown>, tool = 'place'): Promise<string[]> {
    const { isError, content } = await used.client.callTool(tool, args);
    expect(isError).toBe(true);
    expect(content).toHaveLength(1);
    return (content[0] as { text: string }).text.split('\n');
  }

  test('good ones become instances of the DTO, with its defaults', async () => {
    const { structuredContent } = await used.client.callTool('place', good);
    expect(structuredContent).toMatchObject({ tip: 5, lines: 1, isDto: true });
  });

  test('every problem is told in a line of its own, with its path', async () => {
    const problems = await problemsOf({
      customer: 'A',
      lines: [
        { product: 'tea', quantity: 2 },
        { product: 7, quantity: 11 },
      ],
      tip: 1.5,
    });
    expect(problems.sort()).toEqual([
      expect.stringMatching(/^customer: .*2/),
      expect.stringMatching(/^lines\[1\]\.product: /),
      expect.stringMatching(/^lines\[1\]\.quantity: .*10/),
      expect.stringMatching(/^tip: .*integer/),
    ]);
  });

  test('what only a validator can judge is told in the same way', async () => {
    expect(await problemsOf({ ...good, email: 'nobody' })).toEqual([
      expect.stringMatching(/^email: .*email/),
    ]);
  });

  test('what is missing is told', async () => {
    expect((await problemsOf({})).sort()).toEqual([
      expect.stringMatching(/^customer: .*(required|missing)/),
      expect.stringMatching(/^lines: .*(required|missing)/),
    ]);
  });

  test('a key that is not known is named', async () => {
    const problems = await problemsOf({
      ...good,
      discount: 100,
      lines: [{ product: 'x', quantity: 1, free: true }],
    });
    expect(problems.join('\n')).toMatch(/discount/);
    expect(problems.join('\n')).toMatch(/lines\[0\].*free/);
    expect(problems).toHaveLength(2);
  });

  test('a number as text is not taken for a number', async () => {
    const problems = await problemsOf({ customer: 'Ada', lines: [{ product: 'x', quantity: '1' }] });
    expect(problems).toEqual([expect.stringMatching(/^lines\[0\]\.quantity: /)]);
  });

  test('keys that reach for prototypes are only keys that are not known', async () => {
    const args = JSON.parse(
      '{"customer":"Ada","lines":[],"__proto__":{"tip":1},"constructor":{"x":1}}',
    ) as object;
    const problems = await problemsOf({ ...args, ['__proto__']: { tip: 1 } });
    expect(problems.join('\n')).toContain('constructor');
    expect(({} as { tip?: number }).tip).toBeUndefined();
  });

  test('a tool without arguments takes none', async () => {
    expect((await used.client.callTool('ping')).content).toEqual([{ type: 'text', text: 'pong' }]);
    expect((await problemsOf({ loud: true }, 'ping')).join()).toContain('loud');
  });

  test('the handler does not run when the arguments are bad', async () => {
    const calls = async () =>
      ((await used.client.callTool('place', good)).structuredContent as { calls: number }).calls;
    const before = await calls();
    await problemsOf({});
    expect(await calls()).toBe(before + 1);
  });

  test('the schema tells all of it to the model', async () => {
    const [place, ping] = await used.client.listTools();
    expect(place!.inputSchema).toMatchObject({
      type: 'object',
      properties: {
        customer: { type: 'string', minLength: 2, maxLength: 10 },
        email: { type: 'string', format: 'email' },
        lines: { type: 'array' },
        tip: { type: 'integer', default: 5 },
      },
      required: ['customer', 'lines'],
      additionalProperties: false,
    });
    expect(ping!.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
  });
});
