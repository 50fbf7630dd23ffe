import { milliseconds, type Duration } from '../../common/duration.js';
import { acceptedAudiences, NO_AUDIENCE, type Audience } from '../audience.js';
import { fromClaims, type RolesClaim } from '../token-claims.js';
import { trustedUrl } from '../trusted-url.js';
import { UnauthorizedError, type Verifier } from '../verifier.js';
import { findKeys } from './find-keys.js';
import { whyInvalid } from './why-invalid.js';

/** Which tokens are accepted, and where the keys are that prove them. */
export interface JwtOptions {
  /** Who issues them: the `iss` of each token, letter by letter. */
  readonly issuer: string;
  /** Where the issuer publishes its keys. Default: where its metadata says (RFC 8414, OpenID Connect Discovery). */
  readonly jwksUri?: string | URL;
  /** For whom tokens must be: one of these is in `aud`. Default: `auth.resource`. `false`: for anyone, which is unsafe. */
  readonly audience?: Audience;
  /** How tokens may be signed. Default: every asymmetric algorithm of JOSE; others cannot be named. */
  readonly algorithms?: readonly string[];
  /** How far clocks may differ. Default: 5 seconds. */
  readonly clockTolerance?: Duration;
  /** The claim with the roles, or the path to it. Default: `roles`. */
  readonly rolesClaim?: RolesClaim;
  /** How long the keys are used before they are fetched again. Default: 10 minutes. */
  readonly cache?: Duration;
  /** How long after a fetch a token with an unknown key does not cause another. Default: 30 seconds. */
  readonly cooldown?: Duration;
  /** How long the issuer may take to answer. Default: 5 seconds. */
  readonly timeout?: Duration;
}

/** With a secret that both sides know anyone who verifies could sign; without a signature, everyone. */
const ASYMMETRIC = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');

/**
 * Verifies tokens that are signed (JWT) by the published keys of their issuer, which may change at any time. Tokens of other
 * issuers are left to other verifiers.
 *
 * @throws PorticoError `PORTICO_DURATION`
 * @example
 * ```ts
 * auth: {
 *   resource: 'https://orders.example.org/mcp',
 *   authorizationServers: ['https://login.example.org'],
 *   verify: jwtVerifier({ issuer: 'https://login.example.org' }),
 * }
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9068
 */
export function jwtVerifier(options: JwtOptions): Verifier {
  const { issuer, jwksUri, audience, algorithms = ASYMMETRIC, rolesClaim = 'roles' } = options;
  const clockTolerance = milliseconds(options.clockTolerance ?? '5s') / 1000;
  const keys = findKeys(issuer, jwksUri, {
    cacheMaxAge: milliseconds(options.cache ?? '10m'),
    cooldownDuration: milliseconds(options.cooldown ?? '30s'),
    timeoutDuration: milliseconds(options.timeout ?? '5s'),
  });
  return {
    check(resource) {
      const unsafe = algorithms.filter((algorithm) => !ASYMMETRIC.includes(algorithm));
      if (unsafe.length > 0 || algorithms.length === 0)
        return `jwtVerifier cannot accept the algorithms '${unsafe.join(', ')}', only ${ASYMMETRIC.join(', ')}`;
      if (!trustedUrl(jwksUri ?? issuer))
        return `jwtVerifier cannot trust keys from '${String(jwksUri ?? issuer)}', which is no https: URL`;
      const accepted = acceptedAudiences(audience, resource);
      return accepted !== false && accepted.length === 0 ? `jwtVerifier: ${NO_AUDIENCE}` : undefined;
    },
    async verify({ token, resource }) {
      if (token === undefined || token.split('.').length !== 3) return undefined;
      const { decodeJwt, jwtVerify } = await import('jose');
      if (issuerOf(token, decodeJwt) !== issuer) return undefined;
      const accepted = acceptedAudiences(audience, resource);
      try {
        const { payload } = await jwtVerify(token, await keys(), {
          issuer,
          algorithms: [...algorithms],
          clockTolerance,
          requiredClaims: ['exp'],
          ...(accepted !== false && { audience: accepted }),
        });
        const found = fromClaims(payload, issuer, rolesClaim);
        return { ...found, expiresAt: found.expiresAt! + clockTolerance * 1000 };
      } catch (error) {
        const reason = await whyInvalid(error);
        if (reason === undefined) throw error;
        throw new UnauthorizedError(reason, { cause: error });
      }
    },
  };
}

/** Whose a token says it is, unproved; `undefined` for what is no token. */
function issuerOf(token: string, decode: (token: string) => { iss?: string }): string | undefined {
  try {
    return decode(token).iss;
  } catch {
    return undefined;
  }
}
