import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { localLines, onePerEra, useLine } from '../support/lines.js';
import { StateModule } from './state.fixture.js';

describe.each(onePerEra(localLines))('a store of state in this process, by $name', (line) => {
  const used = useLine(line, StateModule, { state: { capacity: 3 } });

  async function call(tool: string, key: string, value?: unknown, ttl?: string) {
    const args = { key, value, options: { scope: 'app', ...(ttl && { ttl }) } };
    const { structuredContent } = await used.client.callTool(tool, args);
    return (structuredContent as { answer: { value?: unknown; code?: string; message?: string } }).answer;
  }

  test('refuses new keys when it is full, keeps what it has, and makes room of what was deleted or has expired', async () => {
    for (const key of ['a', 'b', 'c']) expect(await call('set', key, key)).toEqual({});
    expect(await call('set', 'd', 'd')).toEqual({
      code: 'PORTICO_STATE_FULL',
      message: expect.stringMatching(/is full \(3 .*was not stored\. .*raise state\.capacity/),
    });
    expect(await call('has', 'd')).toEqual({ value: false });
    for (const key of ['a', 'b', 'c']) expect(await call('get', key)).toEqual({ value: key });

    expect(await call('set', 'b', 'new')).toEqual({});
    expect(await call('get', 'b')).toEqual({ value: 'new' });
    expect(await call('delete', 'a')).toEqual({ value: true });
    expect(await call('set', 'd', 'd')).toEqual({});
    expect(await call('set', 'a', 'a')).toMatchObject({ code: 'PORTICO_STATE_FULL' });

    expect(await call('set', 'b', 'brief', '100ms')).toEqual({});
    await eventually(async () => expect(await call('set', 'e', 'e')).toEqual({}));
    expect(await call('has', 'b')).toEqual({ value: false });
    expect(await call('get', 'e')).toEqual({ value: 'e' });
  });
});
