import { beforeEach, describe, expect, test } from '@jest/globals';
import { lines, useLine } from '../support/lines.js';
import { RequestScopeModule } from './request-scope.fixture.js';

describe.each(lines)('request-scoped providers, by $name', (line) => {
  const used = useLine(line, RequestScopeModule);
  beforeEach(async () => void (await takeEntries()));

  async function takeEntries(): Promise<string[]> {
    const { structuredContent } = await used.client.callTool('takeEntries');
    return (structuredContent as { entries: string[] }).entries;
  }
  async function share(): Promise<{ number: number }> {
    return (await used.client.callTool('share')).structuredContent as { number: number };
  }

  test('one instance serves all of a call, and lives as long as it', async () => {
    expect(await share()).toEqual({
      number: expect.any(Number),
      shared: true,
      ownContext: true,
      callsOfInstance: 1,
      disposed: false,
    });
  });

  test('each call has instances of its own', async () => {
    const calls = await Promise.all(Array.from({ length: 20 }, share));
    expect(new Set(calls.map(({ number }) => number)).size).toBe(20);
    expect(calls).toEqual(
      calls.map(() => expect.objectContaining({ shared: true, ownContext: true, callsOfInstance: 1 })),
    );
  });

  test('they are disposed before the answer, last made first, and only what was made', async () => {
    const { number } = await share();
    expect(await takeEntries()).toEqual([
      `ledger of ${number}`,
      `cart of ${number}`,
      `transaction ${number}`,
    ]);
  });

  test('they are disposed when the call fails', async () => {
    expect((await used.client.callTool('fail')).isError).toBe(true);
    expect(await takeEntries()).toEqual([
      expect.stringMatching(/^ledger of \d+$/),
      expect.stringMatching(/^cart of \d+$/),
      expect.stringMatching(/^transaction \d+$/),
    ]);
  });

  test('an inner call has its own, disposed first', async () => {
    const { structuredContent } = await used.client.callTool('nested');
    const { outer, inner } = structuredContent as { outer: number; inner: number };
    expect(inner).not.toBe(outer);
    const transactions = (await takeEntries()).filter((entry) => entry.startsWith('transaction'));
    expect(transactions).toEqual([`transaction ${inner}`, `transaction ${outer}`]);
  });

  test('resources and prompts have them too', async () => {
    const { contents } = await used.client.readResource('scoped://seven');
    const { messages } = await used.client.getPrompt('inTransaction');
    expect(contents).toEqual([expect.objectContaining({ text: expect.stringMatching(/^seven in \d+$/) })]);
    expect(messages).toEqual([
      { role: 'user', content: { type: 'text', text: expect.stringMatching(/^in \d+$/) } },
    ]);
    expect((await takeEntries()).filter((entry) => entry.startsWith('transaction'))).toHaveLength(2);
  });
});
