import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  oddCalls,
  oddRequests,
  oddStatelessRequests,
  session,
  stateless,
  withHeaders,
  type Sent,
} from './support/odd-requests.js';
import { OddServer, visible } from './support/odd-server.js';

const withoutSession: typeof stateless = (method, params, meta) =>
  withHeaders(session(method, { ...params, ...(meta && { _meta: meta }) }), { 'mcp-session-id': undefined });

const places = [
  { name: 'a server with sessions', options: {}, era: 'stateless', make: stateless },
  { name: 'a server without sessions', options: { sessions: false }, era: 'session', make: withoutSession },
] as const;

/** Constant, and seen by other tests. */
const SAFE_HEADERS = ['x-content-type-options', 'content-security-policy', 'content-type'];

describe.each(places)('what $name answers without the hot path', ({ options, era, make }) => {
  const server = new OddServer(false, options);
  beforeAll(() => server.start());
  afterAll(() => server.close());

  async function expectAsEver(sent: Sent): Promise<void> {
    const answered = await server.send(sent);
    const { status, headers, messages } = visible(answered);
    const more = Object.fromEntries(Object.entries(headers).filter(([name]) => !SAFE_HEADERS.includes(name)));
    const told = [String(status), headers['content-type'], JSON.stringify(more), JSON.stringify(messages)];
    expect(told.join(' ')).toMatchSnapshot();
  }

  test.each(oddCalls)('to a call of %j with %j', async (name, args) => {
    await expectAsEver(make('tools/call', { name, arguments: args }));
  });

  test.each(oddRequests(era, make))('to %s', async (_what, sent) => {
    await expectAsEver(sent);
  });

  if (era === 'stateless')
    test.each(oddStatelessRequests())('to the stateless revision: %s', async (_what, sent) => {
      await expectAsEver(sent);
    });
});
