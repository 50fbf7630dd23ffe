import { afterEach, describe, expect, it } from '@jest/globals';
import { Complete, Context, Module, Param, Prompt, Resource, Tool, UserError } from 'portico';
import { openSession, send, sendStateless } from './support/raw-http.js';
import { RawLine, text } from './support/raw-line.js';
import { serve } from './support/serve.js';

class ErrorComponents {
  @Tool({ name: 'refuse' })
  refuse() {
    throw new UserError('Not today');
  }

  @Tool({ name: 'crash' })
  crash() {
    throw new Error('password=hunter2');
  }

  @Tool({ name: 'url' })
  async url(ctx: Context) {
    await ctx.elicitUrl('Sign in', 'https://example.com/sign-in');
    return 'opened';
  }

  @Resource('files://{name}')
  file(@Param('name') name: string) {
    return name === 'there' ? 'text' : undefined;
  }

  @Prompt('Greet')
  greet(@Param('name') @Complete(['Ada']) name: string) {
    if (name === 'crash') throw new Error('password=hunter2');
    return `Hello ${name}`;
  }
}

@Module({ providers: [ErrorComponents] })
class ErrorModule {}

const served = serve(ErrorModule, { pageSize: 1 });
const open: RawLine[] = [];
afterEach(() => Promise.all(open.splice(0).map((line) => line.close())));

async function connect(era: 'session' | 'stateless', capabilities: object = {}): Promise<RawLine> {
  const line = await RawLine.open(served.app, era, capabilities);
  open.push(line);
  return line;
}

describe.each(['session', 'stateless'] as const)('1.2 error codes, %s', (era) => {
  it.each([
    ['an unknown method', 'no/such/method', {}, -32_601],
    ['an unknown tool', 'tools/call', { name: 'nobody' }, -32_602],
    ['an unknown prompt', 'prompts/get', { name: 'nobody' }, -32_602],
    ['a prompt without its argument', 'prompts/get', { name: 'greet' }, -32_602],
    ['a cursor the list did not give', 'tools/list', { cursor: 'x' }, -32_602],
    [
      'a completion for nothing there is',
      'completion/complete',
      { ref: { type: 'ref/prompt', name: 'nobody' }, argument: { name: 'name', value: '' } },
      -32_602,
    ],
    ['a resource that is not there', 'resources/read', { uri: 'files://gone' }, -32_602],
    ['a URI nobody answers for', 'resources/read', { uri: 'nothing://here' }, -32_602],
  ])('%s', async (_, method, params, code) => {
    const { error } = await (await connect(era)).request(method, params);
    expect(error?.code).toBe(code);
    if (method === 'resources/read')
      expect(error?.data).toMatchObject({ uri: (params as { uri: string }).uri });
  });

  it('a failed tool is a result for the model', async () => {
    const line = await connect(era);
    expect((await line.call('refuse')).result).toMatchObject({ isError: true });
    expect(text(await line.call('refuse'))).toBe('Not today');
  });

  it('an internal error is -32603, and its text stays in the log', async () => {
    const line = await connect(era);
    const { error } = await line.request('prompts/get', { name: 'greet', arguments: { name: 'crash' } });
    expect(error?.code).toBe(-32_603);
    expect(JSON.stringify([error, await line.call('crash')])).not.toMatch(/hunter2/);
    expect(served.log.text).toMatch(/hunter2/);
  });

  it('codes in the range kept for the protocol are those it defines', async () => {
    const line = await connect(era);
    const faults = await Promise.all([
      line.request('resources/read', { uri: 'files://gone' }),
      line.request('no/such/method'),
      line.call('url'),
    ]);
    const codes = faults.flatMap(({ error }) => (error ? [error.code] : []));
    for (const code of codes) expect([-32_601, -32_602, -32_603, -32_021]).toContain(code);
  });
});

it('1.2: an unknown method of the stateless revision is HTTP 404', async () => {
  const { status, messages } = await sendStateless(served.url, 'no/such/method');
  expect([status, messages[0]?.error?.code]).toEqual([404, -32_601]);
});

it.each([
  'initialize',
  'ping',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
  'tasks/list',
])('1.2: %s is not a method of the stateless revision', async (method) => {
  const { status, messages } = await sendStateless(served.url, method);
  expect([status, messages[0]?.error?.code]).toEqual([404, -32_601]);
});

it('1.2: -32042 is never sent to a client of the stateless revision: the URL is an input that is required', async () => {
  const line = await connect('stateless', { elicitation: { url: {} } });
  const { result } = await line.call('url');
  expect(result).toMatchObject({ resultType: 'input_required' });
  const [question] = Object.values(result?.['inputRequests'] as Record<string, { params: object }>);
  expect(question?.params).toMatchObject({ mode: 'url', url: 'https://example.com/sign-in' });
});

it('1.2, L7: an unknown revision is refused with -32022, HTTP 400 and the ones that are spoken', async () => {
  const { status, messages } = await sendStateless(
    served.url,
    'tools/list',
    {},
    {
      headers: { 'mcp-protocol-version': '2099-01-01' },
      meta: { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' },
    },
  );
  expect(status).toBe(400);
  expect(messages[0]?.error).toMatchObject({
    code: -32_022,
    data: { supported: ['2026-07-28'], requested: '2099-01-01' },
  });
});

it('1.2: a log level nobody knows is -32602', async () => {
  const { headers } = await openSession(served.url);
  const body = { jsonrpc: '2.0', id: 1, method: 'logging/setLevel', params: { level: 'loud' } };
  const { messages } = await send(served.url, 'POST', body, headers);
  expect(messages[0]?.error?.code).toBe(-32_602);
});
