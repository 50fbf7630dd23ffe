import { setTimeout as pass } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { ToolOutcome } from 'portico';
import { lines, localLines, useLine, type Line } from '../support/lines.js';
import { CartModule } from './handles.fixture.js';

const META = 'portico/session';
const isStateless = (line: Line) => line.transport === 'http' && line.client.era === 'stateless';
const handleIn = ({ _meta }: ToolOutcome) => _meta?.[META] as string;
const lineOf = (id: string) => ({
  type: 'text',
  text: `session: ${id}\nPass it as the argument 'session' of later calls to go on with this session.`,
});
const unknown = (id: string) =>
  `There is no session '${id}': it has ended, or the handle is not the one that was returned. Call without 'session' to begin a new one.`;

describe.each(lines)('a tool with session handles, by $name', (line) => {
  const used = useLine(line, CartModule);

  test('advertises the argument beside its own', async () => {
    const tools = await used.client.listTools();
    const add = tools.find(({ name }) => name === 'add')!.inputSchema;
    expect(add).toMatchObject({
      type: 'object',
      properties: { item: { type: 'string' }, session: { type: 'string', description: expect.any(String) } },
      required: ['item'],
    });
    expect(tools.find(({ name }) => name === 'list')!.inputSchema['properties']).toHaveProperty('session');
    expect(tools.find(({ name }) => name === 'plain')!.inputSchema['properties']).toEqual({});
  });

  test('goes on from call to call', async () => {
    const first = await used.client.callTool('add', { item: 'a' });
    const session = handleIn(first);
    expect(session === undefined).toBe(!isStateless(line));
    const more = { ...(session && { session }) };
    await used.client.callTool('add', { item: 'b', ...more });
    const { structuredContent, _meta } = await used.client.callTool('list', more);
    expect(structuredContent).toEqual({ items: ['a', 'b'] });
    expect(_meta?.[META]).toBeUndefined();
  });

  test.each(['no-such-session', '5b0c7c3e-0000-4000-8000-000000000000', ' '])(
    'the handle %j, which it did not give, is an error for the model',
    async (session) => {
      const { isError, content } = await used.client.callTool('list', { session });
      expect({ isError, content }).toEqual({
        isError: true,
        content: [{ type: 'text', text: unknown(session) }],
      });
    },
  );

  test.each([5, null, {}])('%j is no handle', async (session) => {
    const { isError, content } = await used.client.callTool('list', { session });
    expect({ isError, content }).toEqual({
      isError: true,
      content: [{ type: 'text', text: 'session: must be a string' }],
    });
  });
});

const withSessions = lines.filter((line) => !isStateless(line));
describe.each(withSessions)('where the line has a session of its own, by $name', (line) => {
  const used = useLine(line, CartModule);

  test('that is the session, and no handle is made', async () => {
    const { content, _meta } = await used.client.callTool('id');
    const id = ((await used.client.callTool('plain')).structuredContent as { id: string }).id;
    expect(content).toEqual([{ type: 'text', text: `in ${id}` }]);
    expect(_meta?.[META]).toBeUndefined();
  });

  test('its id is no handle', async () => {
    const { id } = (await used.client.callTool('plain')).structuredContent as { id: string };
    expect((await used.client.callTool('id', { session: id })).isError).toBe(true);
  });

  test('endSession forgets what is kept for it, and the line goes on', async () => {
    await used.client.callTool('add', { item: 'a' });
    expect((await used.client.callTool('end')).structuredContent).toEqual({ after: {} });
    expect((await used.client.callTool('list')).structuredContent).toEqual({ items: [] });
    expect((await used.client.callTool('clear')).structuredContent).toEqual({ has: false });
  });
});

describe.each(localLines.filter(isStateless))('where the line has no session, by $name', (line) => {
  const used = useLine(line, CartModule, { state: { handleTtl: '2s' } });
  const call = (tool: string, args?: Record<string, unknown>) => used.client.callTool(tool, args);

  test('every call without a handle begins a session of its own', async () => {
    const [one, two] = await Promise.all([call('add', { item: 'a' }), call('add', { item: 'b' })]);
    expect(handleIn(one)).toMatch(/^[\da-f-]{36}$/);
    expect(handleIn(one)).not.toBe(handleIn(two));
    const list = async (result: ToolOutcome) =>
      (await call('list', { session: handleIn(result) })).structuredContent;
    expect([await list(one), await list(two)]).toEqual([{ items: ['a'] }, { items: ['b'] }]);
  });

  test('ctx.sessionId is the handle', async () => {
    const begun = await call('id');
    const session = handleIn(begun);
    expect(begun.content).toEqual([{ type: 'text', text: `in ${session}` }, lineOf(session)]);
    expect((await call('id', { session })).content).toEqual([{ type: 'text', text: `in ${session}` }]);
    expect((await call('plain')).structuredContent).toEqual({
      id: 'none',
      inner: { [META]: expect.any(String) },
    });
  });

  test.each([
    ['an object', 'list', { items: [] }, true],
    ['an object with an output schema that allows more', 'openOutput', { items: [] }, true],
    ['an object with an output schema that allows no more', 'closedOutput', { items: [] }, false],
    ['an object with such a property', 'own', { session: 'mine' }, false],
    ['a list', 'many', [1, 2], false],
  ])(
    'the handle of %s: in text, _meta, and where it may be in structured content',
    async (_what, tool, data, named) => {
      const result = await call(tool);
      const id = handleIn(result);
      const structured = named ? { ...data, session: id } : data;
      expect(result.structuredContent).toEqual(structured);
      expect(result.content).toEqual([{ type: 'text', text: JSON.stringify(structured) }, lineOf(id)]);
    },
  );

  test('a result that was spelled out keeps what it has', async () => {
    const result = await call('spelled');
    const id = handleIn(result);
    expect(result.content).toEqual([{ type: 'text', text: 'hello' }, lineOf(id)]);
    expect(result.structuredContent).toEqual({ a: 1, session: id });
    expect(result._meta).toMatchObject({ mine: 1 });
  });

  test('nothing has a handle too', async () => {
    const result = await call('nothing');
    expect(result.content).toEqual([lineOf(handleIn(result))]);
  });

  test('a DTO of the output has its handle in text and _meta at least', async () => {
    const result = await call('dtoOutput');
    expect(result.content.at(-1)).toEqual(lineOf(handleIn(result)));
    expect(result.structuredContent).toMatchObject({ item: 'a' });
  });

  test('an error has its handle too: what was kept before it is not lost', async () => {
    const failed = await call('fail');
    const session = handleIn(failed);
    expect(failed).toMatchObject({
      isError: true,
      content: [{ text: 'The cart is closed.' }, lineOf(session)],
    });
    expect((await call('list', { session })).structuredContent).toEqual({ items: ['before the error'] });
    const crashed = await call('crash');
    expect(JSON.stringify(crashed)).not.toContain('secret');
    expect((await call('list', { session: handleIn(crashed) })).isError).toBeFalsy();
  });

  test('endSession ends it for good', async () => {
    const session = handleIn(await call('add', { item: 'a' }));
    const code = 'PORTICO_SESSION_ENDED';
    expect((await call('end', { session })).structuredContent).toMatchObject({ after: { code } });
    for (const tool of ['list', 'end', 'add'])
      expect(await call(tool, { session, item: 'b' })).toMatchObject({
        isError: true,
        content: [{ text: unknown(session) }],
      });
  });

  test('a session that ends in its first call has no handle', async () => {
    const { content, _meta } = await call('end');
    expect(content).toHaveLength(1);
    expect(_meta?.[META]).toBeUndefined();
  });

  test('clearState forgets the values and not the session', async () => {
    const session = handleIn(await call('add', { item: 'a' }));
    expect((await call('clear', { session })).structuredContent).toEqual({ has: false });
    expect((await call('list', { session })).structuredContent).toEqual({ items: [] });
  });

  test('a resource reads by handle, and only one that is alive', async () => {
    const session = handleIn(await call('add', { item: 'a' }));
    const { contents } = await used.client.readResource(`carts://${session}`);
    expect(contents).toMatchObject([{ text: '{"items":["a"]}' }]);
    await expect(used.client.readResource('carts://invented')).rejects.toThrow(/no session 'invented'/);
    const refused = { code: 'PORTICO_SESSION_UNKNOWN', message: unknown('invented') };
    expect((await call('foreign', { id: 'invented' })).structuredContent).toEqual({
      get: refused,
      set: refused,
      clear: refused,
    });
  });

  test('a handle that is used lives on; one that is not is unknown after its time', async () => {
    const session = handleIn(await call('add', { item: 'a' }));
    const other = handleIn(await call('add', { item: 'a' }));
    for (let i = 0; i < 3; i++) {
      await pass(900);
      expect((await call('list', { session })).structuredContent).toEqual({ items: ['a'] });
    }
    expect((await call('list', { session: other })).isError).toBe(true);
  });
});
