import { UnauthorizedError, type Credentials, type PrincipalData } from 'portico';

/** Tokens that say who brings them, for tests that are not about tokens: `ada`, `ada.at.client`, `ada~read~write`. */
export function named({ token: encoded }: Credentials): PrincipalData | undefined {
  if (encoded === undefined) return undefined;
  const token = Buffer.from(encoded, 'base64url').toString();
  if (token === 'expired') throw new UnauthorizedError('The token has expired');
  if (token === 'outage') throw new Error('the directory is down');
  const [who = '', ...scopes] = token.split('~');
  const [subject = '', clientId] = who.split('.at.');
  return { subject, issuer: 'https://names.example', clientId, scopes };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${Buffer.from(token).toString('base64url')}` };
}
