import { expect, it } from '@jest/globals';
import { Module, type AuthOptions } from 'portico';
import { problemsOf } from '../support/startup.js';

@Module({})
class AppModule {}

const verify = () => ({ subject: 'ada' });

it.each<[string, AuthOptions]>([
  ['auth.verify', { verify: undefined as never }],
  ['auth.verify', { verify: [] }],
  ['auth.verify', { verify: {} as never }],
  ['auth.resource', { verify, authorizationServers: ['https://login.example.org'] }],
  ['auth.resource', { verify, resource: 'orders.example.org' }],
  ['auth.resource', { verify, resource: 'http://orders.example.org/mcp' }],
  ['auth.resource', { verify, resource: 'https://orders.example.org/mcp#here' }],
  [
    'auth.authorizationServers[1]',
    { verify, authorizationServers: ['https://a.example', 'ftp://b.example'] },
  ],
  ['auth.timeout', { verify, timeout: 'soon' as never }],
  ['auth', { verify, scopes: ['read write'] }],
  ['auth', { verify, scopeHierarchy: { admin: ['"'] } }],
])('PORTICO_AUTH_OPTION: %s', async (where, auth) => {
  const problems = await problemsOf(AppModule, { auth });
  expect(problems).toContainEqual(
    expect.objectContaining({ code: 'PORTICO_AUTH_OPTION', where: `PorticoOptions.${where}` }),
  );
});

it('what is right starts', async () => {
  const auth: AuthOptions = {
    verify: [verify, { verify }],
    resource: new URL('http://localhost:3000/mcp'),
    authorizationServers: ['https://login.example.org'],
  };
  expect(await problemsOf(AppModule, { auth })).toEqual([]);
});
