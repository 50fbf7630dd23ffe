import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LineClient } from '../support/clients.js';
import { localLines, onePerEra } from '../support/lines.js';
import type { LocalServer } from '../support/servers.js';
import { IsolationModule } from './isolation.fixture.js';

const CALLS = 500;
const AT_ONCE = 50;

/** What one step of one call saw through the singleton service. */
interface Seen {
  readonly [name: string]: string | undefined;
}

interface Outcome {
  readonly seen: readonly Seen[];
  readonly progress: readonly (string | undefined)[];
}

/** Many calls of one caller, a number of them at a time. */
async function callMany(client: LineClient, caller: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const worker = async () => {
    for (let call = next++; call < CALLS; call = next++) {
      const progress: (string | undefined)[] = [];
      const result = await client.callTool(
        'work',
        { caller, call },
        {
          meta: { 'example.org/label': { caller, call } },
          onProgress: ({ message }) => progress.push(message),
        },
      );
      outcomes[call] = { seen: (result.structuredContent as { seen: Seen[] }).seen, progress };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcomes;
}

describe.each(onePerEra(localLines))(
  'two callers at once and a singleton that uses Context, by $name',
  (line) => {
    const callers = ['ada', 'bob'] as const;
    let server: LocalServer;
    let clients: LineClient[];
    let outcomes: Outcome[][];

    beforeAll(async () => {
      server = await line.serve(IsolationModule);
      clients = [await server.connect(), await server.connect()];
      outcomes = await Promise.all(callers.map((caller, i) => callMany(clients[i]!, caller)));
    }, 120_000);
    afterAll(() => server.close());

    test('every step sees its own request, whichever way it asks', () => {
      for (const [i, caller] of callers.entries())
        for (const [call, { seen }] of outcomes[i]!.entries()) {
          const label = `${caller}/${call}`;
          const [{ requestId }] = seen as [Seen];
          const own = { meta: label, input: label, requestId, ambient: requestId, own: requestId };
          expect(seen).toEqual([1, 2].map(() => expect.objectContaining(own)));
        }
    });

    test('no two requests of a caller have one id', () => {
      for (const calls of outcomes)
        expect(new Set(calls.map(({ seen }) => seen[0]!['requestId'])).size).toBe(CALLS);
    });

    test('each caller has a session of its own, or none', () => {
      const sessions = outcomes.map(
        (calls) => new Set(calls.flatMap(({ seen }) => seen.map((step) => step['sessionId']))),
      );
      expect(sessions.map((ids) => ids.size)).toEqual([1, 1]);
      const [ada, bob] = sessions.map((ids) => [...ids][0]);
      const isStateless = line.transport === 'http' && line.client.era === 'stateless';
      expect(ada === undefined).toBe(isStateless);
      expect(ada === bob).toBe(isStateless);
    });

    test('no state of one caller is read by the other', () => {
      for (const [i, caller] of callers.entries())
        for (const { seen } of outcomes[i]!)
          expect(seen).toEqual(
            [1, 2].map(() => expect.objectContaining({ local: caller, state: caller, lastCaller: caller })),
          );
    });

    test('progress arrives at the call it belongs to', () => {
      for (const [i, caller] of callers.entries())
        for (const [call, { progress }] of outcomes[i]!.entries())
          expect(progress).toEqual([1, 2].map(() => `${caller}/${call}`));
    });

    test('log messages arrive at the caller they belong to, each once', () => {
      for (const [i, caller] of callers.entries()) {
        const expected = Array.from({ length: CALLS }, (_, call) =>
          [1, 2].map((step) => `${caller}/${call}/${step}`),
        );
        expect(clients[i]!.logs.map(({ data }) => String(data)).sort()).toEqual(expected.flat().sort());
      }
    });
  },
);
