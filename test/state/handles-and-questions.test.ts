import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PorticoFactory, silentLog, type PorticoApp } from 'portico';
import type { RawAnswer } from '../interaction/raw-client.js';
import { CartModule } from './handles.fixture.js';
import { callOverHttp, confirmAll } from './raw-http.js';

const keys = ['a secret of at least thirty-two characters'];
const folder = mkdtempSync(path.join(tmpdir(), 'portico-handles-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Two machines that share a store and a key: a call may begin on one and go on at the other. */
async function twoMachines(
  mode: 'park' | 'replay',
  use: (one: URL, two: URL) => Promise<void>,
): Promise<void> {
  const store = `sqlite:${path.join(folder, `${mode}.db`)}`;
  const apps: PorticoApp[] = [];
  const urls: URL[] = [];
  for (let i = 0; i < 2; i++) {
    const options = {
      name: 'shop',
      version: '1.0.0',
      log: silentLog,
      interaction: { keys, mode },
      state: { store },
    };
    const app = await PorticoFactory.create(CartModule, options);
    apps.push(app);
    urls.push(new URL((await app.listen({ transport: 'http', port: 0, signals: false })).address));
  }
  try {
    await use(urls[0]!, urls[1]!);
  } finally {
    await Promise.all(apps.map((app) => app.close()));
  }
}

type Result = {
  structuredContent?: Record<string, unknown>;
  _meta?: Record<string, string>;
  isError?: boolean;
};
const resultOf = (answer: RawAnswer) => answer.result as unknown as Result;
const handleIn = (answer: RawAnswer) => resultOf(answer)._meta!['portico/session']!;

describe.each(['park', 'replay'] as const)('handles and questions (%s)', (mode) => {
  let machines: { one: URL; two: URL };
  let end: () => void;
  let ended: Promise<void>;
  beforeAll(
    () =>
      new Promise<void>((ready, fail) => {
        ended = twoMachines(mode, (one, two) => {
          machines = { one, two };
          ready();
          return new Promise((resolve) => (end = resolve));
        });
        ended.catch(fail);
      }),
  );
  afterAll(async () => {
    end();
    await ended;
  });

  test.each(['the same machine', 'another machine'])(
    'a session that begins with a question is one session, on %s',
    async (where) => {
      const { one, two } = machines;
      const asked = await callOverHttp(one, 'askFirst', {});
      expect(asked.result!.resultType).toBe('input_required');
      const next = where === 'another machine' ? two : one;
      const done = await callOverHttp(next, 'askFirst', {}, confirmAll(asked));
      const session = handleIn(done);
      expect(resultOf(done).structuredContent).toEqual({ id: session, session });
      const list = await callOverHttp(one, 'list', { session });
      expect(resultOf(list).structuredContent).toEqual({ items: ['sure: true'] });
      const again = await callOverHttp(two, 'askFirst', {}, confirmAll(asked));
      expect(handleIn(again)).toBe(session);
    },
  );

  test.each(['the same machine', 'another machine'])(
    'a session may end before a question, which is answered on %s',
    async (where) => {
      const { one, two } = machines;
      const session = handleIn(await callOverHttp(two, 'add', { item: 'hat' }));
      const asked = await callOverHttp(one, 'buy', { session });
      expect(JSON.stringify(asked.result!.inputRequests)).toContain('Buy hat?');
      expect(resultOf(await callOverHttp(two, 'list', { session })).isError).toBe(true);
      if (where === 'another machine') return; // what was read is gone with the session: the question would be another
      const done = await callOverHttp(one, 'buy', { session }, confirmAll(asked));
      if (mode === 'park') expect(resultOf(done).structuredContent).toEqual({ bought: ['hat'], sure: true });
      else expect(resultOf(done).isError).toBe(true);
    },
  );
});
