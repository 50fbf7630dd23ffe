import { describe, expect, test } from '@jest/globals';
import type { TextContent } from 'portico';
import { lines, useLine } from '../support/lines.js';
import { FactsModule } from './facts.fixture.js';

describe.each(lines)('what Context tells of a request, by $name', (line) => {
  const used = useLine(line, FactsModule);
  const { info, era, protocolVersion } = line.client;
  const hasSession = line.transport !== 'http' || era === 'session';

  const facts = async (meta?: Record<string, unknown>) =>
    (await used.client.callTool('facts', {}, meta && { meta })).structuredContent as Record<string, unknown>;

  test('the line and the revision that was agreed on', async () => {
    expect(await facts()).toMatchObject({ transport: line.transport, era, protocolVersion });
  });

  test('what the client says about itself', async () => {
    expect((await facts())['client']).toMatchObject({ ...info, capabilities: expect.any(Object) });
  });

  test('each request has an id of its own', async () => {
    const [a, b] = await Promise.all([facts(), facts()]);
    expect(a['requestId']).toMatch(/^\S+$/);
    expect(a['requestId']).not.toBe(b['requestId']);
  });

  test('the session is the same in every request where there is one, and is never made up', async () => {
    const [a, b] = [await facts(), await facts()];
    expect(a['sessionId']).toEqual(hasSession ? expect.stringMatching(/^[0-9a-f-]{36}$/) : undefined);
    expect(b['sessionId']).toBe(a['sessionId']);
  });

  test('the _meta of the request', async () => {
    expect((await facts({ 'example.org/trace': 'abc' }))['meta']).toMatchObject({
      'example.org/trace': 'abc',
    });
  });

  test('the HTTP headers, over HTTP only', async () => {
    const { accept } = await facts();
    expect(accept).toEqual(
      line.transport === 'http' ? expect.stringContaining('application/json') : undefined,
    );
  });

  test('no identity where none is asked for, no task and no cancellation in an ordinary call', async () => {
    const found = await facts();
    expect(found).toMatchObject({ isBackgroundTask: false, isAborted: false });
    expect(found).not.toHaveProperty('principal');
  });

  test('resources and prompts have the same context', async () => {
    const { contents } = await used.client.readResource('facts://all');
    const { messages } = await used.client.getPrompt('factsOfPrompt');
    for (const text of [(contents[0] as { text: string }).text, (messages[0]!.content as TextContent).text])
      expect(JSON.parse(text)).toMatchObject({
        transport: line.transport,
        era,
        protocolVersion,
        client: info,
      });
  });
});
