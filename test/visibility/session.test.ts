import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { localLines, onePerEra } from '../support/lines.js';
import type { LineClient } from '../support/clients.js';
import type { LineServer } from '../support/servers.js';
import { told } from '../support/told.js';
import { ShopModule } from './shop.fixture.js';

const open: LineServer[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((server) => server.close()))));

const sessionLines = onePerEra(localLines).filter(({ client }) => client.era === 'session');

describe.each(sessionLines)('$name', (line) => {
  const serve = async (): Promise<LineServer> => {
    const server = await line.serve(ShopModule, { sessionVisibility: true });
    open.push(server);
    return server;
  };

  it('a hidden tool is neither listed nor callable, nor in any hint', async () => {
    const client = await (await serve()).connect();
    await client.callTool('hide', { names: ['pay'] });
    expect(await names(client)).not.toContain('pay');
    const [hidden, absent] = [await failure(client.callTool('pay')), await failure(client.callTool('lay'))];
    expect(hidden.replaceAll('pay', '')).toBe(absent.replaceAll('lay', ''));
    expect(await failure(client.callTool('pays'))).not.toMatch(/'pay'/);
    expect(JSON.stringify(await client.callTool('seen'))).not.toMatch(/pay/);
  });

  it('resources, templates and prompts are hidden likewise', async () => {
    const client = await (await serve()).connect();
    await client.callTool('hide', { kinds: ['resource', 'prompt'] });
    expect(await client.listResources()).toEqual([]);
    expect(await client.listResourceTemplates()).toEqual([]);
    expect(await client.listPrompts()).toEqual([]);
    await expect(client.readResource('shop://prices')).rejects.toThrow(/not found/i);
    await expect(client.readResource('shop://order/1')).rejects.toThrow(/not found/i);
    await expect(client.getPrompt('thank', { name: 'Ann' })).rejects.toThrow(/Unknown prompt: thank/);
    expect(await names(client)).toContain('pay');
  });

  it('criteria must all match, later rules win, and a reset forgets them', async () => {
    const client = await (await serve()).connect();
    await client.callTool('hide', { tags: ['money'], kinds: ['tool'] });
    expect(await names(client)).not.toContain('refund');
    expect(await client.listResources()).toHaveLength(1);
    await client.callTool('show', { tags: ['money'], version: '2' });
    expect(await names(client)).toContain('pay');
    expect(await names(client)).not.toContain('refund');
    await client.callTool('reset');
    expect(await names(client)).toContain('refund');
  });

  it('everything can be hidden but some', async () => {
    const client = await (await serve()).connect();
    await client.callTool('hide', { all: true, kinds: ['tool'] });
    expect(await names(client)).toEqual([]);
    await expect(failure(client.callTool('reset'))).resolves.toMatch(/Unknown tool: reset/);
  });

  it.each([{}, { names: [] }, { tag: ['money'] }, { kinds: ['toy'] }, { all: false }])(
    '%j is no rule',
    async (criteria) => {
      const client = await (await serve()).connect();
      expect((await client.callTool('hide', criteria)).structuredContent).toMatchObject({
        code: 'PORTICO_VISIBILITY_RULE',
      });
      expect(await names(client)).toContain('pay');
    },
  );

  it.each(['forget', 'leave'])(
    '%s: rules go with what the session keeps, and the client is told',
    async (tool) => {
      const client = await (await serve()).connect();
      await client.callTool('hide', { names: ['pay'] });
      await eventually(() => expect(told(client)).toEqual(['notifications/tools/list_changed']));
      await client.callTool(tool);
      await eventually(() =>
        expect(told(client)).toEqual([
          'notifications/tools/list_changed',
          'notifications/tools/list_changed',
        ]),
      );
      expect(await names(client)).toContain('pay');
      await client.callTool(tool);
      await client.callTool('seen');
      expect(told(client)).toHaveLength(2);
    },
  );

  it('only the lists that changed are told, once, and to this session only', async () => {
    const server = await serve();
    const [client, other] = [await server.connect(), await server.connect()];
    await client.callTool('hide', { tags: ['money'] });
    await eventually(() => {
      expect(told(client).sort()).toEqual([
        'notifications/resources/list_changed',
        'notifications/tools/list_changed',
      ]);
    });
    await client.callTool('hide', { names: ['pay'] });
    await client.callTool('show', { kinds: ['prompt'] });
    await client.callTool('seen');
    expect(told(client)).toHaveLength(2);
    expect(await names(other)).toContain('pay');
    expect(told(other)).toEqual([]);
  });
});

async function names(client: LineClient): Promise<string[]> {
  return (await client.listTools()).map(({ name }) => name);
}

/** What a client reads where a call fails, as a result or as an error. */
async function failure(
  call: Promise<{ readonly isError?: boolean; readonly content: unknown }>,
): Promise<string> {
  try {
    const { isError, content } = await call;
    if (!isError) throw new Error('It did not fail.');
    return JSON.stringify(content);
  } catch (error) {
    return (error as Error).message;
  }
}
