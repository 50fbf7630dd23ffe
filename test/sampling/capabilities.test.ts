import { afterEach, describe, expect, test } from '@jest/globals';
import type { ClientCapabilities } from 'portico';
import { CapabilityModule } from './capabilities.fixture.js';
import { connectModel, ways, withoutTools, type ModelClient } from './model-client.js';

describe.each(ways)('what the client must be able to do, $name', (way) => {
  let client: ModelClient;
  afterEach(() => client.close());

  async function call(tool: string, capabilities: ClientCapabilities) {
    client = await connectModel(CapabilityModule, way, { capabilities });
    return (await client.call(tool)).structuredContent;
  }

  test.each<[string, string, ClientCapabilities, ClientCapabilities, string]>([
    ['a model', 'sample', {}, { sampling: {} }, 'ctx.sample'],
    ['a model for a step', 'sampleStep', {}, { sampling: {} }, 'ctx.sampleStep'],
    ['tools', 'withTools', withoutTools, { sampling: { tools: {} } }, 'ctx.sample'],
    ['tools in the conversation', 'toolsInHistory', withoutTools, { sampling: { tools: {} } }, 'ctx.sample'],
    ['context', 'withContext', withoutTools, { sampling: { context: {} } }, 'ctx.sample'],
    ['roots', 'roots', {}, { roots: {} }, 'ctx.listRoots'],
  ])(
    '%s: without it nothing is sent, and the tool gets a typed error',
    async (_case, tool, capabilities, required, what) => {
      expect(await call(tool, capabilities)).toEqual({
        code: 'PORTICO_CLIENT_CAPABILITY',
        message: expect.stringContaining(`${what} needs a client that declares the capability`),
        required,
      });
      expect(client.questions).toEqual([]);
    },
  );

  test('no context needs no capability', async () => {
    expect(await call('withoutContext', withoutTools)).toEqual({ value: 'ok' });
    expect(client.asked[0]).toMatchObject({ includeContext: 'none' });
  });

  test('prompts and resources may ask a model too', async () => {
    client = await connectModel(CapabilityModule, way);
    expect(await client.getPrompt('prompt')).toMatchObject({ messages: [{ content: { text: 'ok' } }] });
    expect(await client.readResource('sampled://text')).toMatchObject({ contents: [{ text: 'ok' }] });
  });

  test('an error that is not handled tells the caller what is missing', async () => {
    client = await connectModel(CapabilityModule, way, { capabilities: {} });
    const outcome = await client.call('unhandled').catch((error: unknown) => error);
    expect(JSON.stringify(outcome) + String(outcome)).toContain('ctx.sample needs a client that declares');
  });
});
