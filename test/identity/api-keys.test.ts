import { describe, expect, it } from '@jest/globals';
import { apiKeys, createApiKey, hashApiKey } from 'portico';
import { sendStateless } from '../obligations/support/raw-http.js';
import { serve } from '../obligations/support/serve.js';
import { named } from './bearer.js';
import { CallerModule } from './callers.fixture.js';

const ci = createApiKey();
const old = createApiKey();
const list = apiKeys([
  { hash: hashApiKey('of someone else'), subject: 'other' },
  { hash: ci.hash, subject: 'ci', scopes: ['orders:read'], roles: ['robot'], claims: { team: 'core' } },
  { hash: old.hash, subject: 'old', expiresAt: Date.now() - 1_000 },
]);
const looked: string[] = [];
const lookup = apiKeys(
  async (hash) => {
    looked.push(hash);
    return hash === ci.hash ? { subject: 'ci' } : undefined;
  },
  { header: 'X-Service-Key' },
);
const listed = serve(CallerModule, { auth: { verify: [list, named] } });
const found = serve(CallerModule, { auth: { verify: lookup } });

const call = (url: URL, headers: Record<string, string>, name = 'whoami') =>
  sendStateless(url, 'tools/call', { name, arguments: {} }, { headers });

describe('a key of one’s own', () => {
  it.each<[string, Record<string, string>]>([
    ['in a header of its own', { 'x-api-key': ci.key }],
    ['as a bearer', { authorization: `Bearer ${ci.key}` }],
  ])('comes %s', async (_, headers) => {
    const { messages } = await call(listed.url, headers);
    expect(messages[0]?.result?.['structuredContent']).toMatchObject({
      subject: 'ci',
      issuer: 'api-keys',
      scopes: ['orders:read'],
      roles: ['robot'],
      claims: { team: 'core' },
    });
  });

  it('that nobody knows, or that has run out, is refused', async () => {
    expect((await call(listed.url, { 'x-api-key': 'wrong' })).status).toBe(401);
    expect((await call(listed.url, {})).status).toBe(401);
    const { status, headers } = await call(listed.url, { 'x-api-key': old.key });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toContain('expired');
  });

  it('does not keep people with tokens out', async () => {
    const authorization = `Bearer ${Buffer.from('ada').toString('base64url')}`;
    const { messages } = await call(listed.url, { authorization });
    expect(messages[0]?.result?.['structuredContent']).toMatchObject({ subject: 'ada' });
  });

  it('is looked up by its hash', async () => {
    const { messages } = await call(found.url, { 'x-service-key': ci.key });
    expect(messages[0]?.result?.['structuredContent']).toMatchObject({ subject: 'ci' });
    expect((await call(found.url, { 'x-service-key': 'wrong' })).status).toBe(401);
    expect(looked).toEqual([ci.hash, hashApiKey('wrong')]);
  });

  it('is seen by no handler, and stands in no log', async () => {
    const { body } = await call(listed.url, { 'x-api-key': ci.key }, 'headers');
    expect(body).not.toContain('x-api-key');
    expect(listed.log.text).not.toContain(ci.key);
  });

  it('cannot be found out from its hash by its form: keys are 256 random bits', () => {
    expect(Buffer.from(ci.key, 'base64url')).toHaveLength(32);
    expect(ci.hash).toBe(hashApiKey(ci.key));
    expect(createApiKey().key).not.toBe(ci.key);
  });
});
