import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { openSession, send, sendStateless, type RawResponse } from '../obligations/support/raw-http.js';
import { text } from '../obligations/support/raw-line.js';
import { serve } from '../obligations/support/serve.js';
import { bearer, named } from './bearer.js';
import { IsolationModule } from './isolation.fixture.js';

const served = serve(IsolationModule, { auth: { verify: named }, jobs: { url: 'memory:' } });
const META = 'portico/session';
const form = { elicitation: { form: {} } };

const call = (token: string, name: string, args: object = {}, more: object = {}, meta: object = {}) =>
  sendStateless(
    served.url,
    'tools/call',
    { name, arguments: args, ...more },
    { headers: bearer(token), capabilities: form, meta },
  );

const resultOf = ({ messages }: RawResponse) => messages.find(({ result }) => result)?.result ?? {};
const contentOf = (response: RawResponse) => resultOf(response)['structuredContent'];

describe('what belongs to someone else', () => {
  it('A8: a session handle proves nothing: for others there is no such session', async () => {
    const first = resultOf(await call('ada', 'basket', { mark: 'pearls' }));
    const session = (first['_meta'] as Record<string, string>)[META]!;
    expect(contentOf(await call('ada', 'basket', { session }))).toEqual({ basket: 'pearls' });
    const stranger = await call('eve', 'basket', { session });
    expect(text(stranger.messages[0]!)).toContain(`There is no session '${session}'`);
    expect(contentOf(await call('ada', 'basket', { session }))).toEqual({ basket: 'pearls' });
  });

  it('E5: a question is answered by whom it was asked, and by nobody else', async () => {
    const asked = resultOf(await call('ada.at.phone', 'ask'));
    const { requestState, inputRequests } = asked as { requestState: string; inputRequests: object };
    const inputResponses = Object.fromEntries(
      Object.keys(inputRequests).map((key) => [key, { action: 'accept', content: { value: true } }]),
    );
    const again = (token: string) => call(token, 'ask', {}, { requestState, inputResponses });
    for (const stranger of ['eve.at.phone', 'ada.at.laptop', 'ada'])
      expect((await again(stranger)).messages[0]?.error).toMatchObject({
        code: -32_602,
        data: { reason: 'invalid_request_state' },
      });
    expect((await again('expired')).status).toBe(401);
    expect(contentOf(await again('ada.at.phone'))).toEqual({ agreed: true, names: ['ada', 'ada', 'ada'] });
  });

  it('a kept result is for the one it was made for', async () => {
    const of = async (token: string) =>
      contentOf(await call(token, 'kept')) as { of: string; computed: number };
    const ada = await of('ada');
    expect(ada.of).toBe('ada');
    expect(await of('ada')).toEqual(ada);
    const eve = await of('eve');
    expect(eve).toEqual({ of: 'eve', computed: ada.computed + 1 });
  });

  it('a session id proves nothing, and neither does a question in it', async () => {
    const session = await openSession(served.url, form, bearer('ada'));
    const answer = { jsonrpc: '2.0', id: 0, result: { action: 'accept', content: { value: true } } };
    const stranger = await send(served.url, 'POST', answer, { ...session.headers, ...bearer('eve') });
    expect(stranger.status).toBe(404);
    expect(stranger.messages[0]?.error).toMatchObject({ code: -32_001, message: 'Session not found' });
  });
});

/** What a client hears that no request of its own is the reason for. */
function listen(url: URL, headers: Record<string, string>): { text: string; close: () => void } {
  const heard = { text: '', close: () => void outgoing.destroy() };
  const outgoing = request(url, { headers: { ...headers, accept: 'text/event-stream' } }, (response) => {
    response.setEncoding('utf8').on('data', (chunk: string) => (heard.text += chunk));
    response.on('error', () => {}); // it is hung up in the end
  });
  outgoing.on('error', () => {});
  outgoing.end();
  return heard;
}

/** 2,000 calls, or as many as the environment says. */
const CALLS = Number(process.env['PORTICO_TEST_INTERLEAVED'] ?? 2_000);
const USERS = 25;
const AT_ONCE = 50;

it(
  `nobody’s principal reaches anyone else in ${CALLS} calls at the same time`,
  async () => {
    const users = Array.from({ length: USERS }, (_, i) => `user${String(i).padStart(2, '0')}`);
    const sessions = new Map<string, Record<string, string>>();
    for (const user of users)
      sessions.set(user, { ...(await openSession(served.url, form, bearer(user))).headers, ...bearer(user) });
    // Each listens to what is theirs; all of it is looked at in the end.
    const heard = new Map<string, { text: string; close: () => void }>();
    for (const [user, headers] of sessions) {
      const params = { uri: `own://${user}` };
      await send(
        served.url,
        'POST',
        { jsonrpc: '2.0', id: 's', method: 'resources/subscribe', params },
        headers,
      );
      heard.set(user, listen(served.url, headers));
    }
    let next = 0;
    let asked = 0;
    let worked = 0;
    let told = 0;
    const foreign: string[] = [];
    const check = (user: string, { status, body }: RawResponse): void => {
      const others = body.match(/user\d\d/g)?.filter((name) => name !== user) ?? [];
      if (status !== 200 || others.length > 0 || !body.includes(user))
        foreign.push(`${user}: ${status} ${body}`);
    };
    const one = async (i: number): Promise<void> => {
      const user = users[(i * 7) % USERS]!;
      const mark = `m${i}`;
      const inSession = sessions.get(user)!;
      const params = { name: i % 3 === 0 ? 'kept' : 'mix', arguments: i % 3 === 0 ? {} : { mark } };
      const _meta = { progressToken: `p${i}` };
      const inTurn = (id: string, method: string, params: object) =>
        send(served.url, 'POST', { jsonrpc: '2.0', id, method, params }, inSession);
      if (i % 40 === 0) {
        const created = await inTurn(`t${i}`, 'tools/call', {
          name: 'work',
          arguments: { mark },
          task: {},
          _meta,
        });
        const { task } = resultOf(created) as { task?: { taskId: string } };
        const result = await inTurn(`r${i}`, 'tasks/result', { taskId: task?.taskId });
        worked++;
        if (!result.body.includes('"isTask":true')) foreign.push(`${user}: ${result.body}`);
        return check(user, result);
      }
      if (i % 40 === 20) {
        told++;
        return check(user, await inTurn(`e${i}`, 'tools/call', { name: 'tell', arguments: {} }));
      }
      if (i % 2 === 0)
        return check(
          user,
          await send(
            served.url,
            'POST',
            { jsonrpc: '2.0', id: i + 1, method: 'tools/call', params: { ...params, _meta } },
            inSession,
          ),
        );
      if (i % 5 !== 0) {
        const meta = { ..._meta, 'io.modelcontextprotocol/logLevel': 'debug' };
        return check(user, await call(user, params.name, params.arguments, {}, meta));
      }
      const question = await call(user, 'ask');
      check(user, question);
      const { requestState, inputRequests = {} } = resultOf(question) as {
        requestState?: string;
        inputRequests?: object;
      };
      const inputResponses = Object.fromEntries(
        Object.keys(inputRequests).map((key) => [key, { action: 'accept', content: { value: true } }]),
      );
      asked++;
      check(user, await call(user, 'ask', {}, { requestState, inputResponses }));
    };
    const walk = async (): Promise<void> => {
      for (let i = next++; i < CALLS && foreign.length === 0; i = next++) await one(i);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, walk));
    expect(foreign).toEqual([]);
    expect(asked).toBeGreaterThan(CALLS / 11);
    expect(worked).toBeGreaterThanOrEqual(CALLS / 40);
    expect(told).toBeGreaterThanOrEqual(CALLS / 40 - 1);
    for (const [user, { text, close }] of heard) {
      close();
      expect(new Set(text.match(/user\d\d/g) ?? [user])).toEqual(new Set([user]));
    }
    const updates = [...heard.values()].map(({ text }) => text.match(/resources\/updated/g)?.length ?? 0);
    expect(updates.filter((count) => count > 0).length).toBeGreaterThan(0);
    for (const line of served.log.text.split('\n'))
      expect(new Set(line.match(/user\d\d/g) ?? []).size).toBeLessThanOrEqual(1);
  },
  60_000 + CALLS * 20,
);
