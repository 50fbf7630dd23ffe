import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from './verifier.js';

/** What identity reads of an HTTP request. */
export interface AuthRequest {
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

const BEARER = /^bearer +([\w.~+/-]+=*) *$/i;

/** The credentials of a request, or what is wrong with the way it carries them. */
export function credentialsOf({ headers, url }: AuthRequest): Omit<Credentials, 'resource'> | string {
  const query = url?.split('?', 2)[1];
  if (query !== undefined && new URLSearchParams(query).has('access_token'))
    return 'A token must not stand in the URL; send it in the Authorization header';
  const { authorization } = headers;
  if (authorization === undefined || !/^bearer\b/i.test(authorization))
    return { token: undefined, headers: single(headers) };
  const token = BEARER.exec(authorization)?.[1];
  return token === undefined
    ? 'The Authorization header is malformed; send Bearer and one token'
    : { token, headers: single(headers) };
}

function single(headers: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
