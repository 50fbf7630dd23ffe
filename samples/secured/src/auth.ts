import { apiKeys, jwtVerifier, type AuthOptions } from 'portico';

/** People come with tokens of `ISSUER`, if it is set; programs with the key whose hash is `API_KEY_HASH`. */
export function authFrom(env: Record<string, string | undefined>): AuthOptions {
  const { ISSUER, API_KEY_HASH, RESOURCE = 'http://127.0.0.1:3000/mcp' } = env;
  const robot = API_KEY_HASH
    ? [apiKeys([{ hash: API_KEY_HASH, subject: 'robot', scopes: ['notes:write'], roles: ['admin'] }])]
    : [];
  return {
    resource: RESOURCE,
    authorizationServers: ISSUER ? [ISSUER] : [],
    verify: ISSUER ? [...robot, jwtVerifier({ issuer: ISSUER })] : robot,
    scopeHierarchy: { 'notes:write': ['notes:read'] },
    hideForbidden: true,
  };
}
