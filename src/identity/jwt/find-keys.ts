import type { JWTVerifyGetKey, RemoteJWKSetOptions } from 'jose';
import { trustedUrl } from '../trusted-url.js';
import { restingFetch } from './resting-fetch.js';

/** In ms: how long an issuer whose metadata could not be had is left alone. */
const REST = 1_000;

/**
 * The keys of an issuer, which are fetched when they are needed and again when they are old, or when a token names one that
 * is not among them. Where they are is asked once; when that fails, a request after a moment asks again.
 */
export function findKeys(
  issuer: string,
  given: string | URL | undefined,
  options: RemoteJWKSetOptions & { readonly timeoutDuration: number },
): () => Promise<JWTVerifyGetKey> {
  let found: Promise<JWTVerifyGetKey> | undefined;
  const fetchKeys = restingFetch();
  const find = async (): Promise<JWTVerifyGetKey> => {
    const { createRemoteJWKSet, customFetch } = await import('jose');
    const uri = given ?? (await discover(issuer, options.timeoutDuration));
    return createRemoteJWKSet(new URL(uri), { ...options, [customFetch]: fetchKeys });
  };
  return () => {
    if (found) return found;
    const finding = find();
    finding.catch(() => setTimeout(() => (found = undefined), REST).unref());
    return (found = finding);
  };
}

/**
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
async function discover(issuer: string, timeout: number): Promise<string> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
  for (const place of places) {
    const response = await fetch(place, { redirect: 'error', signal: AbortSignal.timeout(timeout) });
    if (!response.ok) {
      await response.body?.cancel();
      continue;
    }
    const { issuer: named, jwks_uri: uri } = (await response.json()) as {
      readonly issuer?: unknown;
      readonly jwks_uri?: unknown;
    };
    if (named !== issuer) throw new Error(`${place} describes another issuer than ${issuer}`);
    if (typeof uri === 'string' && trustedUrl(uri)) return uri;
    throw new Error(`${place} names no https: address of keys`);
  }
  throw new Error(`The issuer ${issuer} publishes no metadata; give jwtVerifier its jwksUri`);
}
