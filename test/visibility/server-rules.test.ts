import { describe, expect, it } from '@jest/globals';
import { Keyv } from 'keyv';
import type { VisibilityRule } from 'portico';
import { localLines, onePerEra, useLine } from '../support/lines.js';
import { problemsOf } from '../support/startup.js';
import { ShopModule } from './shop.fixture.js';

const visibility: readonly VisibilityRule[] = [
  { visible: false, tags: ['money'] },
  { visible: true, names: ['refund'] },
  { visible: false, names: ['shop://order/{id}', 'thank'] },
];

describe.each(onePerEra(localLines))('$name', (line) => {
  const used = useLine(line, ShopModule, { visibility });

  it('what the server hides is hidden from everyone', async () => {
    const names = (await used.client.listTools()).map(({ name }) => name);
    expect(names).toContain('refund');
    expect(names).not.toContain('pay');
    expect(await used.client.listResources()).toEqual([]);
    expect(await used.client.listResourceTemplates()).toEqual([]);
    expect(await used.client.listPrompts()).toEqual([]);
    await expect(used.client.readResource('shop://prices')).rejects.toThrow(/not found/i);
  });
});

describe.each(onePerEra(localLines).filter(({ client }) => client.era === 'session'))('$name', (line) => {
  describe('a session', () => {
    const used = useLine(line, ShopModule, { visibility });

    it('may be shown what the server hides', async () => {
      await used.client.callTool('show', { names: ['pay'] });
      expect((await used.client.listTools()).map(({ name }) => name)).toContain('pay');
      await used.client.callTool('reset');
      expect((await used.client.listTools()).map(({ name }) => name)).not.toContain('pay');
    });
  });

  describe('with state in a store that may be shared', () => {
    const off = useLine(line, ShopModule, { state: { store: new Keyv<string>() } });
    const on = useLine(line, ShopModule, { state: { store: new Keyv<string>() }, sessionVisibility: true });

    it('a session has rules only where the application says so', async () => {
      expect((await off.client.callTool('hide', { names: ['pay'] })).structuredContent).toMatchObject({
        code: 'PORTICO_VISIBILITY_OFF',
      });
      await on.client.callTool('hide', { names: ['pay'] });
      expect((await on.client.listTools()).map(({ name }) => name)).not.toContain('pay');
      expect((await off.client.listTools()).map(({ name }) => name)).toContain('pay');
    });
  });
});

it('rules that cannot be meant keep the application from starting, all at once', async () => {
  const wrong = [{ visible: false }, { visible: 'no', all: true }, { visible: true, tag: ['x'] }];
  const problems = await problemsOf(ShopModule, { visibility: wrong as never });
  expect(problems.map(({ code, where }) => `${code} ${where}`)).toEqual([
    'PORTICO_VISIBILITY_RULE PorticoOptions.visibility[0]',
    'PORTICO_VISIBILITY_RULE PorticoOptions.visibility[1]',
    'PORTICO_VISIBILITY_RULE PorticoOptions.visibility[2]',
  ]);
});
