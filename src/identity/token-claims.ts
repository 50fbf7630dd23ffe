import type { PrincipalData } from './principal.js';
import { UnauthorizedError } from './verifier.js';

type Claims = Readonly<Record<string, unknown>>;

/** Where in a token the roles are: the name of a claim, or a path to it such as `realm_access.roles`. */
export type RolesClaim = string;

/** A caller as the claims of a token, or the answer to a question about one, describe it. */
export function fromClaims(
  claims: Claims,
  issuer: string | undefined,
  rolesClaim: RolesClaim,
): PrincipalData {
  const clientId = textOf(claims['client_id']) ?? textOf(claims['azp']);
  const subject = textOf(claims['sub']) ?? clientId;
  if (subject === undefined) throw new UnauthorizedError('The token does not say whose it is');
  const exp = claims['exp'];
  return {
    subject,
    issuer: textOf(claims['iss']) ?? issuer,
    clientId,
    scopes: wordsOf(claims['scope'] ?? claims['scp']),
    roles: wordsOf(rolesOf(claims, rolesClaim)),
    claims,
    expiresAt: typeof exp === 'number' ? exp * 1000 : undefined,
  };
}

/** A claim of this very name (names may be URLs), else what is found along the path. */
function rolesOf(claims: Claims, path: RolesClaim): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Claims)[name]
          : undefined,
      claims,
    );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function wordsOf(value: unknown): string[] {
  const words = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  return words.filter((word): word is string => typeof word === 'string' && word !== '');
}
