import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PorticoFactory, silentLog, type InteractionOptions, type PorticoApp } from 'portico';
import { MemoryFlowStore } from '../../src/interaction/stores/memory-flow-store.js';
import { eventually } from '../support/eventually.js';
import { accept, RawClient, text } from './raw-client.js';
import { books, ShopModule } from './shop.js';

const KEY = 'k'.repeat(40);
const CART = { cart: 'c1' };

const apps: PorticoApp[] = [];
async function start(
  interaction: InteractionOptions = {},
  version = '1.0.0',
  name = 'shop',
): Promise<RawClient> {
  const app = await PorticoFactory.create(ShopModule, {
    name,
    version,
    log: silentLog,
    interaction: { keys: [KEY], ...interaction },
  });
  apps.push(app);
  return new RawClient(app);
}

beforeEach(() => {
  books.charges = [];
  books.given = [];
  books.runs = 0;
  books.finished = 0;
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

describe.each(['park', 'replay'] as const)('mode %s', (mode) => {
  it('asks, charges, asks again and ends', async () => {
    const client = await start({ mode });
    const first = await client.call('checkout', CART);
    expect(first.result).toMatchObject({ resultType: 'input_required' });
    expect(Object.keys(first.result!.inputRequests)).toEqual(['elicitation-1']);
    const second = await client.call('checkout', CART, accept(first, 'visa'));
    expect(second.result!.inputRequests['elicitation-2']!.params.message).toBe('Which address?');
    const last = await client.call('checkout', CART, accept(second, 'Oslo'));
    expect(text(last)).toBe('c1/visa/1 to Oslo');
    expect(books.charges).toHaveLength(1);
    expect(books.runs).toBe(mode === 'park' ? 1 : 3);
    expect(books.finished).toBe(books.runs);
  });

  it('asks what is asked at one time in one round', async () => {
    const client = await start({ mode });
    const first = await client.call('both', CART);
    expect(Object.keys(first.result!.inputRequests)).toEqual(['a', 'b']);
    expect(text(await client.call('both', CART, accept(first, 'x')))).toBe('x x');
  });

  it('asks only what is missing when half is answered, and the same when nothing is', async () => {
    const client = await start({ mode });
    const first = await client.call('both', CART);
    const { requestState } = first.result!;
    const half = await client.call('both', CART, {
      requestState,
      inputResponses: { b: { action: 'accept', content: { value: 'yes' } }, c: { action: 'cancel' } },
    });
    expect(Object.keys(half.result!.inputRequests)).toEqual(['a']);
    const nothing = await client.call('both', CART, { requestState: half.result!.requestState });
    expect(Object.keys(nothing.result!.inputRequests)).toEqual(['a']);
    expect(text(await client.call('both', CART, accept(nothing, 'no')))).toBe('no yes');
  });

  it('hands decline and cancel over as answers', async () => {
    const client = await start({ mode });
    const first = await client.call('both', CART);
    const { requestState } = first.result!;
    const inputResponses = { a: { action: 'decline' }, b: { action: 'cancel' } };
    expect(text(await client.call('both', CART, { requestState, inputResponses }))).toBe('decline cancel');
  });

  it('charges once under duplicate, concurrent and old retries', async () => {
    const client = await start({ mode });
    const first = await client.call('checkout', CART);
    const answers = accept(first, 'visa');
    const [a, b] = await Promise.all([
      client.call('checkout', CART, answers),
      client.call('checkout', CART, answers),
    ]);
    const again = await client.call('checkout', CART, answers);
    for (const second of [a, b, again])
      expect(text(await client.call('checkout', CART, accept(second, 'Oslo')))).toBe('c1/visa/1 to Oslo');
    expect(books.charges).toHaveLength(1);
  });

  it('keeps time, random values and ids when the handler runs again', async () => {
    const client = await start({ mode });
    const first = await client.call('steady', CART);
    const second = await client.call('steady', CART, accept(first, 'ok'));
    const last = await client.call('steady', CART, accept(second, 'ok'));
    expect(text(last)).toBe(`${second.result!.inputRequests['elicitation-2']!.params.message} 3`);
    expect(new Set(books.given).size).toBe(1);
  });

  it('asks in resources, in prompts, and through an inner call', async () => {
    const client = await start({ mode });
    const read = await client.request('resources/read', { uri: 'shop://greeting' });
    const contents = await client.request('resources/read', {
      uri: 'shop://greeting',
      ...accept(read, 'Ada'),
    });
    expect(contents.result).toMatchObject({ contents: [{ text: 'Hello Ada' }] });
    const got = await client.request('prompts/get', { name: 'greet' });
    const prompt = await client.request('prompts/get', { name: 'greet', ...accept(got, 'Bob') });
    expect(prompt.result).toMatchObject({ messages: [{ content: { text: 'Greet Bob' } }] });
    const outer = await client.call('outer', CART);
    expect(text(await client.call('outer', CART, accept(outer, 'z')))).toBe('z z');
  });

  it('takes answers without state by their keys', async () => {
    const client = await start({ mode });
    const inputResponses = {
      a: { action: 'accept', content: { value: '1' } },
      b: { action: 'accept', content: { value: '2' } },
      'once:charge': 'forged',
    };
    expect(text(await client.call('both', CART, { inputResponses }))).toBe('1 2');
  });
});

it('never delivers an answer to another question', async () => {
  const client = await start({ mode: 'replay' });
  const first = await client.call('restless', CART);
  const second = await client.call('restless', CART, accept(first, 'now'));
  expect(second.result?.isError ?? second.error).toBeTruthy();
});

it('goes on in another process that shares only the key', async () => {
  const [one, two, three] = [await start(), await start(), await start()];
  const first = await one.call('both', CART);
  expect(text(await two.call('both', CART, accept(first, 'x')))).toBe('x x');
  const ask = await one.call('checkout', CART);
  const second = await two.call('checkout', CART, accept(ask, 'visa'));
  const last = await three.call('checkout', CART, accept(second, 'Oslo'));
  expect(text(last)).toBe('c1/visa/1 to Oslo');
  expect(books.charges).toHaveLength(1);
});

it('charges once in all processes that share a store, also from an old state', async () => {
  const store = new MemoryFlowStore();
  const [one, two] = [await start({ store }), await start({ store })];
  const first = await one.call('checkout', CART);
  const answers = accept(first, 'visa');
  const [a, b] = await Promise.all([
    one.call('checkout', CART, answers),
    two.call('checkout', CART, answers),
  ]);
  const old = await two.call('checkout', CART, answers);
  for (const second of [a, b, old])
    expect(text(await two.call('checkout', CART, accept(second, 'Oslo')))).toBe('c1/visa/1 to Oslo');
  expect(new Set(books.charges).size).toBe(1);
  expect(books.charges).toHaveLength(1);
});

it('opens state of an older key on the ring, and asks anew after a change of version without repeating effects', async () => {
  const store = new MemoryFlowStore();
  const one = await start({ store });
  const second = await one.call('checkout', CART, accept(await one.call('checkout', CART), 'visa'));
  const two = await start({ store, keys: ['n'.repeat(40), KEY] }, '2.0.0');
  const anew = await two.call('checkout', CART, accept(second, 'Oslo'));
  expect(anew.result!.inputRequests['elicitation-1']!.params.message).toBe('Which card?');
  const again = await two.call('checkout', CART, accept(anew, 'amex'));
  expect(text(await two.call('checkout', CART, accept(again, 'Rome')))).toBe('c1/visa/1 to Rome');
  expect(books.charges).toHaveLength(1);
});

it('keeps a large journal in the store', async () => {
  const client = await start({ mode: 'replay', maxStateSize: 200 });
  const first = await client.call('checkout', CART);
  const second = await client.call('checkout', CART, accept(first, 'v'.repeat(5_000)));
  expect(second.result!.requestState.length).toBeLessThan(1_000);
  expect(text(await client.call('checkout', CART, accept(second, 'Oslo')))).toContain('vvv');
});

it('takes a state once where that is asked for', async () => {
  const client = await start({ singleUse: true });
  const first = await client.call('both', CART);
  expect(text(await client.call('both', CART, accept(first, 'x')))).toBe('x x');
  expect((await client.call('both', CART, accept(first, 'x'))).error?.code).toBe(-32_602);
});

it('gives up a question nobody answers, and runs finally', async () => {
  const client = await start({ ttl: 50 });
  const first = await client.call('checkout', CART);
  await eventually(() => expect(books.finished).toBe(1));
  const late = await client.call('checkout', CART, accept(first, 'visa'));
  expect(late.error).toEqual({
    code: -32_602,
    message: 'Invalid or expired requestState',
    data: { reason: 'invalid_request_state' },
  });
});
