import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { LineClient } from '../support/clients.js';
import { eventually } from '../support/eventually.js';
import { lines, localLines, useLine, type Line } from '../support/lines.js';
import { StateModule } from './state.fixture.js';

const isStateless = (line: Line) => line.transport === 'http' && line.client.era === 'stateless';

/** Calls the tool that stands for a member of `Context`, and gives what came of it. */
async function state(client: LineClient, member: string, key: string, value?: unknown, options?: object) {
  const { structuredContent } = await client.callTool(member, { key, value, ...(options && { options }) });
  return (structuredContent as { answer: unknown }).answer;
}

const absent = {}; // JSON has no undefined: an answer without a value

describe.each(lines)('state, by $name', (line) => {
  const used = useLine(line, StateModule);
  const session = (member: string, key: string, value?: unknown) => state(used.client, member, key, value);
  const app = (member: string, key: string, value?: unknown, options?: object) =>
    state(used.client, member, key, value, { scope: 'app', ...options });

  test.each([
    ['a text', 'text'],
    ['zero', 0],
    ['false', false],
    ['an empty text', ''],
    ['null', null],
    ['data', { list: [1, { deep: null }], text: 'ä"\n' }],
  ])('%s comes back in a later request', async (name, value) => {
    expect(await app('set', name, value)).toEqual(absent);
    expect(await app('get', name)).toEqual({ value });
    expect(await app('has', name)).toEqual({ value: true });
  });

  test('what was never kept is undefined, and hasState tells it from null', async () => {
    expect(await app('get', 'never')).toEqual(absent);
    expect(await app('has', 'never')).toEqual({ value: false });
  });

  test('the last value counts', async () => {
    await app('set', 'twice', { old: true });
    await app('set', 'twice', [2]);
    expect(await app('get', 'twice')).toEqual({ value: [2] });
  });

  test('deleteState says whether there was something', async () => {
    await app('set', 'short-lived', null);
    expect(await app('delete', 'short-lived')).toEqual({ value: true });
    expect(await app('delete', 'short-lived')).toEqual({ value: false });
    expect(await app('has', 'short-lived')).toEqual({ value: false });
  });

  test('a value is gone after its time', async () => {
    await app('set', 'brief', 1, { ttl: '300ms' });
    await app('set', 'lasting', 1, { ttl: '1h' });
    expect(await app('has', 'brief')).toEqual({ value: true });
    await setTimeout(300);
    await eventually(async () => expect(await app('get', 'brief')).toEqual(absent));
    expect(await app('has', 'lasting')).toEqual({ value: true });
  });

  test.each(['soon', '5 minutes', -1, 0])('%s is no time to live', async (ttl) => {
    expect(await app('set', 'k', 1, { ttl })).toMatchObject({ code: 'PORTICO_DURATION' });
  });

  test('of a user is an error where nobody is authenticated', async () => {
    const message = expect.stringMatching(/State 'theme' has scope 'user'.*no authenticated user/);
    for (const member of ['set', 'get', 'has', 'delete'])
      expect(await state(used.client, member, 'theme', 'dark', { scope: 'user' })).toEqual({
        code: 'PORTICO_STATE_NO_USER',
        message,
      });
  });

  if (isStateless(line)) {
    test.each(['set', 'get', 'has', 'delete'])(
      'of a session: %s is an error that names the ways out',
      async (member) => {
        const message = expect.stringMatching(
          /State 'cart' belongs to a session.*2026-07-28.*session: 'handle'.*configure authentication.*scope: 'app'.*serializable: false/,
        );
        expect(await session(member, 'cart', 1)).toEqual({ code: 'PORTICO_STATE_NO_SESSION', message });
      },
    );
  } else {
    test('of a session lasts from request to request', async () => {
      await session('set', 'cart', { items: 2 });
      expect(await session('get', 'cart')).toEqual({ value: { items: 2 } });
      expect(await session('delete', 'cart')).toEqual({ value: true });
      expect(await session('get', 'cart')).toEqual(absent);
    });

    test('of a session is another than that of the application under the same key', async () => {
      await session('set', 'name', 'session');
      await app('set', 'name', 'app');
      expect(await session('get', 'name')).toEqual({ value: 'session' });
      expect(await app('get', 'name')).toEqual({ value: 'app' });
    });
  }
});

describe.each(localLines)('state and other callers, by $name', (line) => {
  const used = useLine(line, StateModule);

  test('they read what belongs to the application, and nothing of a session', async () => {
    const other = await used.server.connect();
    await state(used.client, 'set', 'shared', 1, { scope: 'app' });
    expect(await state(other, 'get', 'shared', undefined, { scope: 'app' })).toEqual({ value: 1 });
    if (isStateless(line)) return;
    await state(used.client, 'set', 'mine', 1);
    expect(await state(other, 'get', 'mine')).toEqual(absent);
    expect(await state(other, 'delete', 'mine')).toEqual({ value: false });
    expect(await state(used.client, 'get', 'mine')).toEqual({ value: 1 });
  });
});
