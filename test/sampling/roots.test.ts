import { afterEach, describe, expect, test } from '@jest/globals';
import { connectModel, ways, type ModelClient } from './model-client.js';
import { RootModule } from './roots.fixture.js';

describe.each(ways)('roots of the client, $name', (way) => {
  let client: ModelClient;
  afterEach(() => client.close());

  async function call(tool: string, roots: readonly unknown[]) {
    client = await connectModel(RootModule, way, { capabilities: { roots: {} }, roots });
    return (await client.call(tool)).structuredContent;
  }

  test('come as the client tells them', async () => {
    const roots = [{ uri: 'file:///home/ada/notes', name: 'Notes' }, { uri: 'file:///tmp' }];
    expect(await call('roots', roots)).toEqual({ value: roots });
    expect(client.questions).toEqual(['roots/list']);
  });

  test('may be none', async () => {
    expect(await call('roots', [])).toEqual({ value: [] });
  });

  test('that are no places in a file system are a typed error', async () => {
    // In a session the engine looks at the answer first.
    const code = way.era === 'session' ? 'PORTICO_CLIENT_REFUSED' : 'PORTICO_ROOTS_ANSWER';
    expect(await call('roots', [{ uri: 'https://example.org' }])).toMatchObject({ code });
  });

  test('a question may have a key', async () => {
    await call('named', []);
    expect(client.keys).toEqual(way.era === 'stateless' ? ['where'] : []);
  });
});
