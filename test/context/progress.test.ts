import { describe, expect, test } from '@jest/globals';
import type { ReceivedProgress } from 'portico/testing';
import { lines, useLine } from '../support/lines.js';
import { ProgressModule } from './progress.fixture.js';

interface Message {
  readonly method?: string;
  readonly params?: ReceivedProgress & { readonly progressToken: string | number };
}

describe.each(lines)('progress, by $name', (line) => {
  const used = useLine(line, ProgressModule);

  /**
   * The messages as they came, because a client that reads the last progress and the result in one piece from a pipe
   * forgets its progress handler before it looks at the progress.
   */
  async function messagesDuring(work: () => Promise<unknown>): Promise<Message[]> {
    const before = used.client.received.length;
    await work();
    return used.client.received.slice(before) as Message[];
  }

  async function progressOf(name: string): Promise<ReceivedProgress[]> {
    const messages = await messagesDuring(() => used.client.callTool(name, {}, { onProgress: () => {} }));
    expect(messages.at(-1)).toHaveProperty('result');
    return messages.slice(0, -1).map(({ params }) => {
      const { progressToken: _, ...progress } = params!;
      return progress;
    });
  }

  test('reaches the client while the call goes on', async () => {
    const seen: ReceivedProgress[] = [];
    const onProgress = (progress: ReceivedProgress) => {
      seen.push(progress);
      void used.client.callTool('seen');
    };
    await used.client.callTool('untilSeen', {}, { onProgress });
    expect(seen).toEqual([{ progress: 1, total: 2, message: 'half' }]);
  });

  test('arrives before the result, in order, with total and message', async () => {
    expect(await progressOf('steps')).toEqual([
      { progress: 1, total: 3, message: 'read' },
      { progress: 2, total: 3, message: 'parsed' },
      { progress: 3, total: 3, message: 'stored' },
    ]);
  });

  test('only grows: a value that is not greater is not sent', async () => {
    expect((await progressOf('unsteady')).map(({ progress }) => progress)).toEqual([0, 2, 2.5, 10]);
  });

  test('reported right before the end, and not awaited, is sent before the result', async () => {
    expect(await progressOf('hasty')).toEqual([{ progress: 1, total: 1, message: 'at the last moment' }]);
  });

  test('of an inner call is not the outer one’s', async () => {
    expect((await progressOf('outer')).map(({ message }) => message)).toEqual(['outer', 'outer']);
  });

  test('is not sent to a client that did not ask', async () => {
    const messages = await messagesDuring(() => used.client.callTool('steps'));
    expect(messages).toEqual([expect.objectContaining({ result: expect.anything() })]);
  });

  test('concurrent calls have each their own', async () => {
    const call = () => used.client.callTool('steps', {}, { onProgress: () => {} });
    const messages = await messagesDuring(() => Promise.all(Array.from({ length: 20 }, call)));
    const byToken = new Map<unknown, number[]>();
    for (const { params } of messages)
      if (params)
        byToken.set(params.progressToken, [...(byToken.get(params.progressToken) ?? []), params.progress]);
    expect([...byToken.values()]).toEqual(Array.from({ length: 20 }, () => [1, 2, 3]));
  });

  test('a value that is no number is an error', async () => {
    const error = {
      code: 'PORTICO_PROGRESS_VALUE',
      message: expect.stringContaining('is not a finite number'),
    };
    expect((await used.client.callTool('badValues')).structuredContent).toEqual({
      nan: error,
      infinite: error,
      noText: { ...error, message: expect.stringContaining('the message is a number') },
    });
  });

  test('a total and a message that are null are none', async () => {
    expect(await progressOf('nulls')).toEqual([{ progress: 1 }]);
  });
});

/** A pipe keeps nothing apart but time, of which a busy client may need more. */
const others = lines.filter(({ transport }) => transport !== 'stdio');

describe.each(others)('progress at the last moment, by $name', (line) => {
  const used = useLine(line, ProgressModule);

  test('is seen by the client before the result', async () => {
    const seen: (string | undefined)[] = [];
    await used.client.callTool('hasty', {}, { onProgress: ({ message }) => seen.push(message) });
    expect(seen).toEqual(['at the last moment']);
  });
});
