import { afterEach, describe, expect, it } from '@jest/globals';
import { PorticoFactory, silentLog, type PrincipalData } from 'portico';
import { createTestClient, type TestClient, type TestClientOptions } from 'portico/testing';
import { openSession, send, sendStateless, type RawResponse } from '../obligations/support/raw-http.js';
import { text } from '../obligations/support/raw-line.js';
import { serve } from '../obligations/support/serve.js';
import { AccessModule } from './access.fixture.js';
import { bearer, named } from './bearer.js';

const scopeHierarchy = { 'orders:write': ['orders:read'], admin: ['orders:write'] };
const auth = {
  verify: named,
  resource: 'https://orders.example.org/mcp',
  authorizationServers: ['https://login.example.org'],
  scopes: ['mcp'],
  scopeHierarchy,
};

const clients: TestClient[] = [];
afterEach(async () => void (await Promise.all(clients.splice(0).map((client) => client.close()))));
async function connect(options: TestClientOptions): Promise<TestClient> {
  const client = await createTestClient(AccessModule, { log: silentLog, ...options });
  clients.push(client);
  return client;
}

describe.each(['session', 'stateless'] as const)('a caller of the %s era', (era) => {
  const as = (principal?: PrincipalData, more: TestClientOptions = {}) =>
    connect({ era, auth, ...(principal && { principal }), ...more });
  const told = async (client: TestClient, name: string) => {
    const { content, isError } = await client.callTool(name);
    return { text: (content[0] as { text: string }).text, isError: isError ?? false };
  };

  it('uses what its scopes allow; the principal is a parameter, and is injected', async () => {
    const client = await as({ subject: 'ada', scopes: ['orders:read'] });
    const { structuredContent } = await client.callTool('orders');
    expect(structuredContent).toEqual({ of: 'ada', signature: 'signed ada' });
  });

  it('is refused where a scope of the method or of the class is missing', async () => {
    const client = await as({ subject: 'ada', scopes: ['orders:read'] });
    expect(await told(client, 'cancel')).toEqual({
      text: `You may not use 'cancel': your token lacks the scope orders:write.`,
      isError: true,
    });
    const stranger = await as({ subject: 'eve' });
    expect((await told(stranger, 'orders')).text).toContain('orders:read');
    await expect(stranger.readResource('orders://17')).rejects.toThrow('lacks the scope orders:read');
    await expect(client.getPrompt('letter', { tone: 'x' })).rejects.toThrow('lacks the scope orders:write');
  });

  it('A5: a broader scope includes narrower ones, step by step', async () => {
    const client = await as(
      { subject: 'ada', scopes: ['admin'] },
      { onElicit: () => ({ action: 'accept', content: { confirm: true } }) },
    );
    expect((await told(client, 'orders')).isError).toBe(false);
    expect((await client.readResource('orders://17')).contents).toHaveLength(1);
  });

  it('needs one of the roles', async () => {
    const scopes = ['orders:read'];
    const clerk = await as({ subject: 'bob', scopes, roles: ['clerk'] });
    expect((await told(clerk, 'inspect')).text).toContain('it is for those with the role admin or support');
    const support = await as({ subject: 'eva', scopes, roles: ['support'] });
    expect(await told(support, 'inspect')).toEqual({ text: 'inspected', isError: false });
  });

  it('does not get further by a tool that calls another', async () => {
    const clerk = await as({ subject: 'bob', scopes: ['orders:read'] });
    expect((await told(clerk, 'relay')).text).not.toContain('inspected');
    const admin = await as({ subject: 'eva', scopes: ['orders:read'], roles: ['admin'] });
    expect((await told(admin, 'relay')).text).toContain('inspected');
  });

  it('of whom nobody knows anything uses what is open', async () => {
    const client = await as();
    expect((await told(client, 'open')).text).toBe('nobody');
    expect((await told(client, 'orders')).text).toContain('it is for known callers only');
  });

  it('sees everything, or by option only what it may use', async () => {
    const principal = { subject: 'ada', scopes: ['orders:read'] };
    const names = async (client: TestClient) => (await client.listTools()).map(({ name }) => name);
    expect(await names(await as(principal))).toEqual(['orders', 'cancel', 'inspect', 'open', 'relay']);
    const hiding = { auth: { ...auth, hideForbidden: true } };
    const reader = await as(principal, hiding);
    expect(await names(reader)).toEqual(['orders', 'open', 'relay']);
    expect(await reader.listPrompts()).toEqual([]);
    await expect(reader.callTool('cancel')).rejects.toThrow('Unknown tool: cancel');
    await expect(reader.callTool('inspect')).rejects.toThrow('Unknown tool: inspect');
    const writer = await as({ subject: 'eva', scopes: ['orders:write'], roles: ['admin'] }, hiding);
    expect(await names(writer)).toEqual(['orders', 'cancel', 'inspect', 'open', 'relay']);
    expect(await names(await as(undefined, hiding))).toEqual(['open', 'relay']);
  });
});

const served = serve(AccessModule, { auth });
const hiding = serve(AccessModule, { auth: { ...auth, hideForbidden: true } });

type Send = (url: URL, token: string, method: string, params: object) => Promise<RawResponse>;
const eras: Record<string, Send> = {
  stateless: (url, token, method, params) =>
    sendStateless(url, method, params as never, { headers: bearer(token) }),
  session: async (url, token, method, params) => {
    const session = await openSession(url, {}, bearer(token));
    const headers = { ...session.headers, ...bearer(token) };
    return send(url, 'POST', { jsonrpc: '2.0', id: 1, method, params }, headers);
  },
};

describe.each(Object.entries(eras))('step-up over HTTP, %s', (era, ask) => {
  it.each<[string, object]>([
    ['tools/call', { name: 'cancel', arguments: {} }],
    ['prompts/get', { name: 'letter', arguments: { tone: 'x' } }],
    [
      'completion/complete',
      { ref: { type: 'ref/prompt', name: 'letter' }, argument: { name: 'tone', value: '' } },
    ],
  ])('A4: %s without the scope: 403, with all scopes that one new token needs', async (method, params) => {
    const { status, headers } = await ask(served.url, 'ada~mcp~orders:read', method, params);
    expect(status).toBe(403);
    const challenge = String(headers['www-authenticate']);
    expect(challenge).toContain('Bearer error="insufficient_scope"');
    expect(challenge).toContain('scope="mcp orders:read orders:write"');
    expect(challenge).toContain(
      'resource_metadata="https://orders.example.org/.well-known/oauth-protected-resource/mcp"',
    );
  });

  it('A4: a resource likewise', async () => {
    const { status } = await ask(served.url, 'ada~mcp', 'resources/read', { uri: 'orders://17' });
    expect(status).toBe(403);
    if (era === 'session')
      expect((await ask(served.url, 'ada~mcp', 'resources/subscribe', { uri: 'orders://17' })).status).toBe(
        403,
      );
    const granted = await ask(served.url, 'ada~mcp~orders:read', 'resources/read', { uri: 'orders://17' });
    expect(granted.status).toBe(200);
  });

  it('A5: a broader scope is enough', async () => {
    const { status } = await ask(served.url, 'ada~mcp~admin', 'prompts/get', {
      name: 'letter',
      arguments: { tone: 'x' },
    });
    expect(status).toBe(200);
  });

  it('a role cannot be asked for: it is refused in the answer', async () => {
    const params = { name: 'inspect', arguments: {} };
    const { status, messages } = await ask(served.url, 'ada~mcp~orders:read', 'tools/call', params);
    expect(status).toBe(200);
    expect(text(messages[0]!)).toContain('it is for those with the role admin or support');
  });

  it('what is hidden from a caller is as unknown as what is not there', async () => {
    const call = (name: string) => ask(hiding.url, 'ada~mcp', 'tools/call', { name, arguments: {} });
    const [hidden, absent] = await Promise.all([call('cancel'), call('absent')]);
    expect(hidden.status).toBe(absent.status);
    expect(hidden.headers['www-authenticate']).toBeUndefined();
    expect(hidden.messages[0]?.error).toMatchObject({ code: -32_602, message: 'Unknown tool: cancel.' });
  });
});

it('a principal outside a request, and where nobody is known, is a typed error', async () => {
  const app = await PorticoFactory.create(AccessModule, { name: 'test', version: '1.0.0', log: silentLog });
  const { Signature } = await import('./access.fixture.js');
  expect(() => app.get(Signature).sign()).toThrow(expect.objectContaining({ code: 'PORTICO_NO_CONTEXT' }));
  await app.close();
});
