import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { lines, useLine } from '../support/lines.js';
import { InProcessModule } from './in-process.fixture.js';

const MASKED = /^(?:The inner call .* failed: )?Internal error \(error id ([0-9a-f]{12})\)/;

describe.each(lines)('a tool that uses its own server, by $name', (line) => {
  const used = useLine(line, InProcessModule);

  async function structured(name: string, meta?: Record<string, unknown>) {
    const { structuredContent } = await used.client.callTool(name, {}, meta && { meta });
    return structuredContent as Record<string, { [key: string]: unknown }>;
  }

  test('calls a tool through its whole pipeline', async () => {
    const { double, invalid } = await structured('calls');
    expect(double).toEqual({
      content: [{ type: 'text', text: '{"result":42}' }],
      structuredContent: { result: 42 },
    });
    expect(invalid).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('n: ') }] });
  });

  test('gets the errors of the inner tool as a client would', async () => {
    const { fails, refuses, unknown } = await structured('calls');
    expect(fails).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(MASKED) }] });
    expect(refuses).toEqual({ isError: true, content: [{ type: 'text', text: 'Not today.' }] });
    expect(unknown!['message']).toContain("Unknown tool: dubble. Did you mean 'double'");
  });

  test('the inner tool sees the same caller, however deep', async () => {
    const { own, nested } = await structured('callers', { 'example.org/label': 'outer' });
    const { era, protocolVersion, info } = line.client;
    const expected = { client: info.name, transport: line.transport, era, protocolVersion, label: 'outer' };
    expect(own).toMatchObject(expected);
    expect(nested).toEqual(own);
  });

  test('reads resources', async () => {
    const { static: fixed, template } = await structured('reads');
    expect(fixed).toEqual({
      contents: [{ uri: 'notes://today', mimeType: 'application/json', text: '{"text":"today"}' }],
    });
    expect(template).toEqual({
      contents: [{ uri: 'notes://monday', mimeType: 'text/plain', text: 'notes of monday' }],
    });
  });

  test('a resource that fails tells no more inside than outside', async () => {
    const { broken, unknown } = await structured('reads');
    const id = MASKED.exec(broken!['message'] as string)?.[1];
    await eventually(() =>
      expect(used.server.log()).toContain(`error ${id} in Neighbours.broken: Error: internal detail`),
    );
    expect(unknown!['message']).toContain('nowhere://note');
  });

  test('gets prompts', async () => {
    const { prompt, missing } = await structured('prompts');
    expect(prompt).toEqual({
      description: 'Summarise notes',
      messages: [{ role: 'user', content: { type: 'text', text: 'Summarise monday' } }],
    });
    expect(missing!['message']).toBe("The inner call prompts/get of 'summarise' failed: day: is required");
  });

  test('lists what a client would list', async () => {
    const { resources, templates } = await structured('resources');
    const { prompts } = await structured('listedPrompts');
    const tools = (await used.client.callTool('tools')).content[0] as { text: string };
    const names = (entries: unknown) => (entries as { name: string }[]).map(({ name }) => name);
    expect(names(JSON.parse(tools.text))).toEqual(names(await used.client.listTools()));
    expect(resources).toEqual(await used.client.listResources());
    expect(templates).toEqual(await used.client.listResourceTemplates());
    expect(prompts).toEqual(await used.client.listPrompts());
  });
});
