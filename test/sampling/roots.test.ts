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

  test('a question may have a key', async () => {
    await call('named', []);
    expect(client.questions).toEqual(['roots/list']);
  });
});
