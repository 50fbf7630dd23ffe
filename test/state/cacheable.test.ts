import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PorticoFactory, silentLog, type PorticoApp } from 'portico';
import { RawClient, text } from '../interaction/raw-client.js';
import { localLines, onePerEra, useLine, type Line } from '../support/lines.js';
import { confirmAll } from './raw-http.js';
import { CachedModule, runs } from './cacheable.fixture.js';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-cacheable-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const name of Object.keys(runs)) delete runs[name];
});

const isStateless = (line: Line) => line.transport === 'http' && line.client.era === 'stateless';
/** Set by the tests that need servers: then all of this is shown in that store. */
const shared = process.env['PORTICO_STATE_STORE'];
const stores = shared ? [shared] : ['memory:', 'sqlite:'];
const ownPlace = (store = stores[0]!) => ({ store, namespace: `cacheable ${randomUUID()}` });
const cases = onePerEra(localLines).flatMap((line) =>
  stores.map((store) => ({ line, store, name: line.name })),
);
let files = 0;

describe.each(cases)('@Cacheable in $store, by $name', ({ line, store }) => {
  const file = store === 'sqlite:' ? `sqlite:${path.join(folder, `${files++}.db`)}` : store;
  const used = useLine(line, CachedModule, { state: ownPlace(file) });
  let unique = 0;
  beforeEach(() => void unique++);
  const call = (tool: string, args?: Record<string, unknown>) => used.client.callTool(tool, args);
  const data = async (tool: string, args?: Record<string, unknown>) =>
    (await call(tool, args)).structuredContent;

  test('answers the same arguments from what is kept; guards go on deciding', async () => {
    const of = unique;
    const first = await call('square', { of });
    const again = await call('square', { noise: 0, of });
    expect(await data('square', { of })).toEqual({ square: of * of, run: 1 });
    expect(first).toMatchObject({ content: [{ text: JSON.stringify(first.structuredContent) }] });
    expect(again.structuredContent).toEqual({ square: of * of, run: 2 }); // other arguments as they came
    expect(await data('square', { of: of + 1_000 })).toMatchObject({ run: 3 });
    expect(runs['guard']).toBe(4);
  });

  test('by a key of its own, from validated arguments', async () => {
    const of = unique;
    expect(await data('byKey', { of })).toEqual({ square: of * of, run: 1 });
    expect(await data('byKey', { of, noise: 5 })).toEqual({ square: of * of, run: 1 });
    expect(await call('byKey', { of: 'x' })).toMatchObject({ isError: true });
  });

  test('calls at once run one handler', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => data('square', { of: unique })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(runs['square']).toBe(1);
  });

  test('until its time is over', async () => {
    const [first, second] = [await call('brief'), await call('brief')];
    expect(second.content).toEqual(first.content);
    await pass(400);
    expect((await call('brief')).content).not.toEqual(first.content);
  });

  test('gives back all of a result', async () => {
    const first = await call('spelled');
    expect(await call('spelled')).toEqual(first);
    expect(first).toMatchObject({
      content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }],
      structuredContent: { a: [1, null] },
      _meta: { 'example.org/a': 1 },
    });
    expect(runs['spelled'] ?? 1).toBe(1);
  });

  test('private results are for one caller; where nobody can be told from others nothing is kept', async () => {
    const other = await used.server.connect();
    const texts = async (client: typeof other) => (await client.callTool('mine')).content;
    const [a, b] = [await texts(used.client), await texts(used.client)];
    if (isStateless(line)) expect(b).not.toEqual(a);
    else expect(b).toEqual(a);
    expect(await texts(other)).not.toEqual(a);
  });

  test('private results in sessions with handles are for one session', async () => {
    const one = await call('inSession');
    const session = one._meta?.['portico/session'];
    const args = session === undefined ? {} : { session };
    const [a, b] = [await data('inSession', args), await data('inSession', args)];
    expect(b).toEqual(a);
    expect(await data('inSession', args)).toEqual(a);
    if (session !== undefined) expect(await data('inSession')).not.toMatchObject({ of: session });
  });

  test.each(['throws', 'crashes', 'says so'])('errors are not kept: a call that %s', async (how) => {
    const answers = [await call('fails', { how }), await call('fails', { how })];
    for (const answer of answers) expect(answer.isError).toBe(true);
    expect(runs[`fails ${how}`]).toBe(2);
  });

  test('who waited for a call that failed runs for itself', async () => {
    const how = `once ${unique}`;
    const answers = await Promise.all([
      call('fails', { how }),
      call('fails', { how }),
      call('fails', { how }),
    ]);
    expect(answers.filter(({ isError }) => isError)).toHaveLength(1);
    expect(answers.filter(({ isError }) => !isError).length).toBe(2);
  });

  test('resources are kept too: text, bytes, several parts; what was not found is not', async () => {
    const read = (uri: string) => used.client.readResource(uri);
    const first = await read('cached://a');
    expect(await read('cached://a')).toEqual(first);
    expect((await read('cached://b')).contents).toMatchObject([{ text: 'b 1' }]);
    const bytes = await read('cached-bytes://one');
    expect(await read('cached-bytes://one')).toEqual(bytes);
    expect(bytes.contents).toHaveLength(2);
    const gone = `cached-none://${unique}`;
    await expect(read(gone)).rejects.toThrow(/not found/i);
    expect((await read(gone)).contents).toMatchObject([{ text: 'found' }]);
  });
});

describe.each(['park', 'replay'] as const)('@Cacheable and questions (%s)', (mode) => {
  let app: PorticoApp;
  afterEach(() => app.close());

  test('a call that asks is not kept, not waited for, and not answered from what is kept when it goes on', async () => {
    const options = { name: 'test', version: '1.0.0', log: silentLog, interaction: { mode } };
    app = await PorticoFactory.create(CachedModule, { ...options, state: ownPlace() });
    const client = new RawClient(app);

    const first = client.call('asks', { topic: 'often' });
    const second = client.call('asks', { topic: 'often' });
    expect((await first).result!.resultType).toBe('input_required');
    expect((await second).result!.resultType).toBe('input_required');
    const done = await client.call('asks', { topic: 'often' }, confirmAll(await first));
    expect(text(done)).toMatch(/^asked about often/);
    expect((await client.call('asks', { topic: 'often' })).result!.resultType).toBe('input_required');

    const asked = await client.call('asks', { topic: 'once' });
    const kept = await client.call('asks', { topic: 'once' }); // the second run asks nothing, so it is kept
    expect(text(kept)).toBe('asked about once, 2');
    expect(text(await client.call('asks', { topic: 'once' }))).toBe('asked about once, 2');
    const resumed = await client.call('asks', { topic: 'once' }, confirmAll(asked));
    expect(text(resumed)).toBe(mode === 'park' ? 'asked about once, 1' : 'asked about once, 3');
    expect(text(await client.call('asks', { topic: 'once' }))).toBe('asked about once, 2');
    await client.close();
  });
});
