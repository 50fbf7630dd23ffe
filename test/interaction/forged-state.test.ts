import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  Context,
  Injectable,
  Module,
  PorticoFactory,
  Prompt,
  Resource,
  Tool,
  type PorticoApp,
} from 'portico';
import { IsString } from 'class-validator';
import { bearer, named } from '../identity/bearer.js';
import { RawLine, text, type Message } from '../obligations/support/raw-line.js';
import { sendStateless } from '../obligations/support/raw-http.js';
import { serve } from '../obligations/support/serve.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RawClient } from './raw-client.js';

class CartInput {
  @IsString() cart!: string;
}

@Injectable()
class CartTools {
  @Tool() async pay({ cart }: CartInput, ctx: Context) {
    return `${cart} by ${await ctx.ask('By which card?')}`;
  }
  @Tool() async refund({ cart }: CartInput, ctx: Context) {
    return `${cart} to ${await ctx.ask('By which card?')}`;
  }
  @Prompt() async letter(ctx: Context) {
    return `letter by ${await ctx.ask('By which card?')}`;
  }
  @Resource('cart://first') async cart(ctx: Context) {
    return `cart by ${await ctx.ask('By which card?')}`;
  }
}

@Module({ providers: [CartTools] })
class CartModule {}

const KEY = 'k'.repeat(40);
const CAPABILITIES = { elicitation: { form: {} } };
const INPUT = { cart: 'c1' };

/** The one answer to every state that is not for this request, whatever the reason. */
const refused = {
  code: -32_602,
  message: 'Invalid or expired requestState',
  data: { reason: 'invalid_request_state' },
};

const log = new RecordedLog();
const apps: PorticoApp[] = [];

async function open(interaction = {}, name = 'carts'): Promise<RawLine> {
  const options = { name, version: '1.0.0', log, interaction: { keys: [KEY], ...interaction } };
  const app = await PorticoFactory.create(CartModule, options);
  apps.push(app);
  return RawLine.open(app, 'stateless', CAPABILITIES);
}

let line: RawLine;
beforeAll(async () => void (line = await open()));
afterAll(async () => void (await Promise.all(apps.map((app) => app.close()))));

/** The retry that answers a question. */
function retryOf({ result }: Message) {
  const { inputRequests, requestState } = result as { inputRequests: object; requestState: string };
  const response = { action: 'accept', content: { value: 'visa' } };
  const responses = Object.keys(inputRequests).map((key) => [key, response]);
  return { requestState, inputResponses: Object.fromEntries(responses) as object };
}

describe('a state that is not for this request gets one answer, and the log alone says why', () => {
  const wrong = 'tampered with, or sealed for another request or caller';

  test.each<[string, (retry: ReturnType<typeof retryOf>) => Promise<Message>, string]>([
    ['another tool', (retry) => line.call('refund', INPUT, retry), wrong],
    ['other arguments', (retry) => line.call('pay', { cart: 'c2' }, retry), wrong],
    ['another method', (retry) => line.request('prompts/get', { name: 'letter', ...retry }), wrong],
    ['a resource', (retry) => line.request('resources/read', { uri: 'cart://first', ...retry }), wrong],
    ['another server', async (retry) => (await open({}, 'other')).call('pay', INPUT, retry), wrong],
    [
      'a server with another key',
      async (retry) => (await open({ keys: ['s'.repeat(40)] })).call('pay', INPUT, retry),
      'sealed with a key that is not on the ring',
    ],
    [
      'a state of another form',
      (retry) => line.call('pay', INPUT, { ...retry, requestState: 'a.b' }),
      'not in the form of a sealed state',
    ],
    [
      'a state cut short',
      ({ requestState, ...retry }) =>
        line.call('pay', INPUT, { ...retry, requestState: requestState.split('.', 2).join('.') + '.AAAA' }),
      'too short',
    ],
  ])('%s', async (_case, attempt, reason) => {
    const retry = retryOf(await line.call('pay', INPUT));
    log.lines.length = 0;
    const answer = await attempt(retry);
    expect(answer.error).toEqual(refused);
    expect(log.text).toMatch(/^warn A request state was refused/m);
    expect(log.text).toContain(reason);
    expect(log.text).not.toContain(retry.requestState);
    expect(text(await line.call('pay', INPUT, retry))).toBe('c1 by visa');
  });

  test('one that has expired, or was used before where it may be used once', async () => {
    const brief = await open({ ttl: 40 });
    const retry = retryOf(await brief.call('pay', INPUT));
    await eventually(async () => expect((await brief.call('pay', INPUT, retry)).error).toEqual(refused));
    expect(log.text).toContain('expired');
    const single = await open({ singleUse: true });
    const once = retryOf(await single.call('pay', INPUT));
    expect(text(await single.call('pay', INPUT, once))).toBe('c1 by visa');
    expect((await single.call('pay', INPUT, once)).error).toEqual(refused);
    expect(log.text).toContain('used before');
  });

  test('one whose journal is no longer in the store', async () => {
    const store = await open({ maxStateSize: 1 });
    const retry = retryOf(await store.call('pay', INPUT));
    const other = await open({ maxStateSize: 1 });
    expect((await other.call('pay', INPUT, retry)).error).toEqual(refused);
    expect(log.text).toContain('its journal is not in the store any more');
  });
});

describe('a state of another caller', () => {
  const served = serve(CartModule, {
    auth: { verify: named, anonymous: true },
    interaction: { keys: [KEY] },
  });
  const call = async (headers: Record<string, string>, retry = {}) => {
    const params = { name: 'pay', arguments: INPUT, ...retry };
    const { messages } = await sendStateless(served.url, 'tools/call', params, {
      capabilities: CAPABILITIES,
      headers,
    });
    return messages[0]!;
  };

  test.each<[string, Record<string, string>]>([
    ['another user', bearer('bob.at.phone')],
    ['the same user at another client', bearer('ada.at.desk')],
    ['nobody', {}],
  ])('%s is refused', async (_case, headers) => {
    const ada = bearer('ada.at.phone');
    const retry = retryOf(await call(ada));
    expect((await call(headers, retry)).error).toEqual(refused);
    expect(served.log.text).toContain('for another request or caller');
    expect(text(await call(ada, retry))).toBe('c1 by visa');
  });

  test('a user with a newer token goes on, and nobody is not yet somebody', async () => {
    const retry = retryOf(await call(bearer('ada.at.phone~old')));
    expect(text(await call(bearer('ada.at.phone~new'), retry))).toBe('c1 by visa');
    const anonymous = retryOf(await call({}));
    expect((await call(bearer('ada'), anonymous)).error).toEqual(refused);
    expect(text(await call({}, anonymous))).toBe('c1 by visa');
  });
});

test('10,000 forged states are refused, and the server serves on', async () => {
  const retry = retryOf(await line.call('pay', INPUT));
  const { requestState } = retry;
  const [version, key, body] = requestState.split('.') as [string, string, string];
  const bytes = Buffer.from(body, 'base64url');
  const at = fc.nat(requestState.length - 1);
  const sealed = (changed: Buffer) => `${version}.${key}.${changed.toString('base64url')}`;
  const state = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 5 })
      .map((parts) => parts.join('.')),
    at.map((end) => requestState.slice(0, end)),
    fc.string({ minLength: 1, maxLength: 50 }).map((more) => requestState + more),
    fc.uint8Array({ maxLength: 100 }).map((other) => sealed(Buffer.from(other))),
    // One bit flipped anywhere: in the nonce, the tag or the text.
    fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)).map(([byte, bit]) => {
      const changed = Buffer.from(bytes);
      changed[byte]! ^= 1 << bit;
      return sealed(changed);
    }),
    fc
      .tuple(fc.constantFrom('p0', 'p2', '', 'P1'), fc.string({ maxLength: 10 }))
      .map(([v, k]) => `${v}.${k}.${body}`),
    fc.tuple(at, at).map(([a, b]) => requestState.slice(a) + requestState.slice(b)),
  );
  const forged = fc.sample(state, 10_000).filter((candidate) => candidate !== requestState);
  expect(forged.length).toBeGreaterThan(9_900);
  log.lines.length = 0;
  const errors = new Map<string, number>();
  const client = new RawClient(apps[0]!);
  for (let i = 0; i < forged.length; i += 100) {
    const batch = forged
      .slice(i, i + 100)
      .map((candidate) => client.call('pay', INPUT, { ...retry, requestState: candidate }));
    for (const { error } of await Promise.all(batch)) {
      const told = JSON.stringify(error);
      errors.set(told, (errors.get(told) ?? 0) + 1);
    }
  }
  expect([...errors]).toEqual([[JSON.stringify(refused), forged.length]]);
  expect(log.lines).toHaveLength(forged.length);
  expect(text(await line.call('pay', INPUT, retry))).toBe('c1 by visa');
}, 120_000);
