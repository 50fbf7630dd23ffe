import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sendStateless } from '../obligations/support/raw-http.js';
import { text, type Message } from '../obligations/support/raw-line.js';
import { eventually } from '../support/eventually.js';
import { startProcess, type ServerProcess } from '../support/server-process.js';
import { TillModule } from './till.fixture.js';

/** A server process, and where it listens. */
interface Server {
  readonly url: URL;
  readonly process: ServerProcess;
}

type Retry = { readonly requestState: string; readonly inputResponses: object };

/**
 * A card is charged once, whatever clients and machines do; on processes that share the key and a store.
 *
 * @param storeUrl of a store that processes share
 * @param patient whether to wait for what takes half a minute
 */
export function describeCharging(name: string, storeUrl: (folder: string) => string, patient = false): void {
  describe(`a charge between two questions, with ${name}`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'portico-till-'));
    const key = randomBytes(32).toString('hex');
    const started: ServerProcess[] = [];
    let [one, two]: Server[] = [];
    let [alone, other]: Server[] = [];
    let carts = 0;

    async function start(shares: 'key' | 'store'): Promise<Server> {
      const store = shares === 'store' ? { store: storeUrl(folder) } : {};
      const options = { name: 'till', version: '1.0.0', interaction: { keys: [key], ...store } };
      const server = startProcess(TillModule, options, { transport: 'http', port: 0 });
      started.push(server);
      const url = await eventually(() => /listening on (\S+)/.exec(server.stderr())![1]!, 30_000);
      return { url: new URL(url), process: server };
    }

    /** A cart of its own for each test. */
    function cart(dies = false, more: { takes?: number; repeatable?: boolean } = {}) {
      const file = path.join(folder, `cart-${++carts}`);
      const args = { ledger: file, ...(dies && { dies: `${file}.dead` }), ...more };
      const call = async ({ url }: Server, retry: Partial<Retry> = {}): Promise<Message> => {
        const params = { name: 'charge', arguments: args, ...retry };
        const { messages } = await sendStateless(url, 'tools/call', params, {
          capabilities: { elicitation: { form: {} } },
        });
        return messages[0]!;
      };
      return { call, charges: () => readFileSync(file, 'utf8').trimEnd().split('\n') };
    }

    beforeAll(async () => {
      [one, two, alone, other] = await Promise.all([
        start('store'),
        start('store'),
        start('key'),
        start('key'),
      ]);
    }, 60_000);
    afterAll(async () => {
      for (const server of started) server.kill('SIGKILL');
      await Promise.all(started.map((server) => server.exit(Date.now())));
      rmSync(folder, { recursive: true });
    });

    test('is made once by retries that come twice, at once, and at two processes', async () => {
      const { call, charges } = cart();
      const retry = answer(await call(one!), 'visa');
      const seconds = await Promise.all(
        [one!, two!, one!, two!, two!, one!].map((server) => call(server, retry)),
      );
      for (const second of seconds)
        expect(text(await call(two!, answer(second, 'Oslo')))).toBe('charged visa, sent to Oslo');
      expect(charges()).toHaveLength(1);
    });

    test('is made once when an old state comes again, here and elsewhere, after the end', async () => {
      const { call, charges } = cart();
      const retry = answer(await call(one!), 'visa');
      const last = answer(await call(one!, retry), 'Oslo');
      expect(text(await call(one!, last))).toBe('charged visa, sent to Oslo');
      for (const server of [one!, two!]) {
        expect(text(await call(server, answer(await call(server, retry), 'Rome')))).toBe(
          'charged visa, sent to Rome',
        );
        expect(text(await call(server, last))).toBe('charged visa, sent to Oslo');
      }
      // The card of an old state is another one: what was charged stays charged.
      const changed = answer(await call(two!, { ...retry, inputResponses: accepted(retry, 'amex') }), 'Oslo');
      expect(text(await call(two!, changed))).toBe('charged visa, sent to Oslo');
      expect(charges()).toHaveLength(1);
    });

    test('is made once when the process is killed between the questions', async () => {
      const { call, charges } = cart();
      const doomed = await start('store');
      const retry = answer(await call(doomed), 'visa');
      const second = answer(await call(doomed, retry), 'Oslo');
      doomed.process.kill('SIGKILL');
      await doomed.process.exit(Date.now());
      expect(text(await call(two!, second))).toBe('charged visa, sent to Oslo');
      expect(text(await call(one!, answer(await call(one!, retry), 'Rome')))).toBe(
        'charged visa, sent to Rome',
      );
      expect(charges()).toHaveLength(1);
    });

    test('is made once by processes that share the key alone, as long as the client brings the newest state', async () => {
      const { call, charges } = cart();
      const second = await call(other!, answer(await call(alone!), 'visa'));
      expect(text(await call(alone!, answer(second, 'Oslo')))).toBe('charged visa, sent to Oslo');
      expect(charges()).toHaveLength(1);
    });

    if (patient)
      test('that a process died within is not made again: the error gives the way to look it up', async () => {
        const { call, charges } = cart(true);
        const doomed = await start('store');
        const retry = answer(await call(doomed), 'visa');
        await expect(call(doomed, retry)).rejects.toThrow();
        const uncertain = await call(two!, retry);
        expect(uncertain.result).toMatchObject({ isError: true });
        expect(two!.process.stderr()).toContain('PORTICO_ONCE_UNCERTAIN');
        expect(charges()).toHaveLength(1);
      }, 90_000);

    if (patient)
      test('that may be repeated is made again when a process died within', async () => {
        const { call, charges } = cart(true, { repeatable: true });
        const doomed = await start('store');
        const retry = answer(await call(doomed), 'visa');
        await expect(call(doomed, retry)).rejects.toThrow();
        const second = answer(await call(two!, retry), 'Oslo');
        expect(text(await call(one!, second))).toBe('charged visa, sent to Oslo');
        expect(charges()).toHaveLength(2);
        expect(new Set(charges()).size).toBe(1);
      }, 90_000);

    if (patient)
      test('that may be repeated is made once while it is still being made, however slowly', async () => {
        const { call, charges } = cart(false, { repeatable: true, takes: 13_000 });
        const retry = answer(await call(one!), 'visa');
        const seconds = await Promise.all([call(one!, retry), call(two!, retry)]);
        for (const second of seconds)
          expect(text(await call(two!, answer(second, 'Oslo')))).toBe('charged visa, sent to Oslo');
        expect(charges()).toHaveLength(1);
      }, 90_000);
  });
}

/** A retry with an answer to every question. */
function answer({ result, error }: Message, value: string): Retry {
  if (!result?.['inputRequests']) throw new Error(`No question: ${JSON.stringify(result ?? error)}`);
  const { inputRequests, requestState } = result as { inputRequests: object; requestState: string };
  const retry = { requestState, inputResponses: inputRequests };
  return { requestState, inputResponses: accepted(retry, value) };
}

function accepted({ inputResponses }: Retry, value: string): object {
  const response = { action: 'accept', content: { value } };
  return Object.fromEntries(Object.keys(inputResponses).map((key) => [key, response]));
}
