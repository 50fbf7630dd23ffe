import { describe, expect, test } from '@jest/globals';
import { lines, onePerEra, useLine } from '../support/lines.js';
import { WrittenResultsModule } from './written-results.fixture.js';

const text = (value: string) => ({ type: 'text', text: value });

/** Frequent results and notifications are written as JSON by hand: nobody notices. */
describe.each(lines)('what is written by hand, by $name', (line) => {
  const used = useLine(line, WrittenResultsModule);

  test.each(['masked', 'maskedBlock', 'maskedAudio'])('what writes itself does so: %s', async (name) => {
    expect((await used.client.callTool(name)).content).toEqual([text('masked')]);
  });

  test('structured content that writes itself as nothing is left out', async () => {
    expect((await used.client.callTool('nothingStructured')).content).toEqual([text('whole')]);
  });

  test('several texts, with all letters', async () => {
    const { content } = await used.client.callTool('several');
    expect(content).toEqual([text('one "quoted" \u2028 𝄞'), text('')]);
  });

  test('an error is one', async () => {
    expect(await used.client.callTool('failed')).toMatchObject({ isError: true, content: [text('no')] });
  });

  test('a message that is no text is an error, and what comes after it is heard', async () => {
    const onProgress = () => expect('nothing').toBe('told');
    expect((await used.client.callTool('unwritable', {}, { onProgress })).isError).toBe(true);
    expect((await used.client.callTool('several')).content).toHaveLength(2);
  });

  test('silence before does not let more reports pass at once', async () => {
    const told: number[] = [];
    const onProgress = ({ progress }: { progress: number }) => told.push(progress);
    const [said] = (await used.client.callTool('bursts', {}, { onProgress })).content;
    // The first, twenty at once, what is earned while they are made, and the last that was held back.
    const earned = Math.ceil((Number((said as { text: string }).text) / 1_000) * 20);
    expect(told.length).toBeLessThanOrEqual(22 + earned);
    expect(told.length).toBeGreaterThan(15);
  });
});

/** The engine copies what it checks: a copy has to be made of what is written. */
describe.each(onePerEra(lines))('what writes itself, through the engine, by $name', (line) => {
  const used = useLine(line, WrittenResultsModule, { hotPath: false });

  test.each(['masked', 'maskedBlock', 'maskedStructure', 'maskedResource'])('%s', async (name) => {
    const result = JSON.stringify(await used.client.callTool(name));
    expect(result).toContain('masked');
    expect(result).not.toContain('secret');
  });

  test('what cannot be written is not told at all', async () => {
    const result = await used.client.callTool('unwritableMask').catch((error: Error) => error.message);
    expect(JSON.stringify(result)).toContain('Internal error');
    expect(JSON.stringify(result)).not.toContain('secret');
  });
});
