import { createHash } from 'node:crypto';
import { milliseconds, type Duration } from '../../common/duration.js';
import { acceptedAudiences, NO_AUDIENCE, type Audience } from '../audience.js';
import type { PrincipalData } from '../principal.js';
import { fromClaims, type RolesClaim } from '../token-claims.js';
import { trustedUrl } from '../trusted-url.js';
import { UnauthorizedError, type Verifier } from '../verifier.js';
import { AnswerCache } from './answer-cache.js';
import { AtOnce } from './at-once.js';

/** Whom to ask about tokens. */
export interface IntrospectionOptions {
  /** Where the authorization server answers. */
  readonly url: string | URL;
  /** How this server proves there who it is. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the answer does not name the issuer: who it is. Default: the origin of `url`. */
  readonly issuer?: string;
  /** For whom tokens must be: one of these is in `aud`. Default: `auth.resource`. `false`: for anyone, which is unsafe. */
  readonly audience?: Audience;
  /** The member with the roles, or the path to it. Default: `roles`. */
  readonly rolesClaim?: RolesClaim;
  /**
   * How long an answer is used; never longer than the token holds. Until then a revoked token holds; with 0 each
   * request asks. Default: 10 seconds.
   */
  readonly cache?: Duration;
  /** How long the server may take to answer. Default: 5 seconds. */
  readonly timeout?: Duration;
  /**
   * How many tokens are asked about at once, so that a crowd with made-up ones does not become a crowd at the authorization
   * server. Ten times as many wait for their turn, each no longer than `timeout`; the requests of all others are answered 503.
   * Default: 50.
   */
  readonly concurrency?: number;
}

type Answer = Readonly<Record<string, unknown>>;

/**
 * Asks the authorization server about each token, and remembers the answer for a while: a token that is revoked ends then.
 *
 * @throws PorticoError `PORTICO_DURATION`
 * @example
 * ```ts
 * verify: introspection({
 *   url: 'https://login.example.org/introspect',
 *   clientId: 'orders',
 *   clientSecret: process.env.CLIENT_SECRET!,
 * })
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc7662
 */
export function introspection(options: IntrospectionOptions): Verifier {
  const { url, audience, rolesClaim = 'roles' } = options;
  const timeout = milliseconds(options.timeout ?? '5s');
  const { concurrency = 50 } = options;
  const turns = new AtOnce(concurrency, 10 * concurrency, timeout);
  const answers = new AnswerCache(options.cache === 0 ? 0 : milliseconds(options.cache ?? '10s'));
  return {
    check(resource) {
      if (!trustedUrl(url))
        return `introspection cannot send tokens to '${String(url)}', which is no https: URL`;
      if (!Number.isInteger(concurrency) || concurrency < 1)
        return `introspection: concurrency is ${concurrency}, and must be a whole number from 1 on`;
      const accepted = acceptedAudiences(audience, resource);
      return accepted !== false && accepted.length === 0 ? `introspection: ${NO_AUDIENCE}` : undefined;
    },
    async verify({ token, resource }): Promise<PrincipalData | undefined> {
      if (token === undefined) return undefined;
      const name = createHash('sha256').update(token).digest('base64url');
      const answer = await answers.of(name, () => turns.run(() => ask(options, token, timeout)));
      if (answer['active'] !== true) return undefined;
      const accepted = acceptedAudiences(audience, resource);
      if (accepted !== false && ![answer['aud']].flat().some((aud) => accepted.includes(aud as string)))
        throw new UnauthorizedError('The token was issued for another server');
      return fromClaims(answer, options.issuer ?? new URL(url).origin, rolesClaim);
    },
  };
}

async function ask(
  { url, clientId, clientSecret }: IntrospectionOptions,
  token: string,
  timeout: number,
): Promise<Answer> {
  const identity = [clientId, clientSecret].map(encodeURIComponent).join(':');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(identity).toString('base64')}`,
      accept: 'application/json',
    },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  });
  const answer: unknown = response.ok ? await response.json() : await response.body?.cancel();
  if (typeof answer === 'object' && answer !== null) return answer as Answer;
  throw new Error(
    `The server at ${new URL(url).origin} was asked about a token and answered ${response.status}`,
  );
}
