import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PrincipalData } from './principal.js';
import type { Verifier } from './verifier.js';

/** A key, as far as the server knows it, and who comes with it. */
export interface ApiKey extends PrincipalData {
  /** What {@link hashApiKey} makes of the key. */
  readonly hash: string;
}

export interface ApiKeyOptions {
  /** The header in which keys may come, beside `Authorization: Bearer`. Default: `x-api-key`. */
  readonly header?: string;
}

const HASH = /^sha256:[\w-]{43}$/;

/**
 * Knows callers by keys of your own making. The server holds their hashes only, and compares all of them in the same time
 * whichever fits.
 *
 * @param keys all of them, or who looks one up by its hash
 * @example
 * ```ts
 * verify: apiKeys([{ hash: process.env.CI_KEY_HASH!, subject: 'ci', scopes: ['orders:read'] }])
 * verify: apiKeys((hash) => database.apiKeys.findOne({ hash }))
 * ```
 */
export function apiKeys(
  keys:
    readonly ApiKey[] | ((hash: string) => PrincipalData | undefined | Promise<PrincipalData | undefined>),
  { header = 'x-api-key' }: ApiKeyOptions = {},
): Verifier {
  const name = header.toLowerCase();
  return {
    headers: [name],
    check() {
      if (typeof keys === 'function') return undefined;
      const missing = keys.filter(({ hash }) => !(hash as string | undefined));
      const wrong = keys.filter(({ hash }) => hash && !HASH.test(hash));
      const problems = [
        ...(missing.length > 0
          ? [
              `the hash of ${subjects(missing)} is missing. If it comes from a variable, is the variable set? createApiKey() makes a key and its hash`,
            ]
          : []),
        ...(wrong.length > 0
          ? [`the hash of ${subjects(wrong)} is none that createApiKey() or hashApiKey(key) has made`]
          : []),
      ];
      return problems.length > 0 ? `apiKeys: ${problems.join('; ')}` : undefined;
    },
    async verify({ token, headers }) {
      const key = headers[name] ?? token;
      if (key === undefined) return undefined;
      const hash = hashApiKey(key);
      const found = typeof keys === 'function' ? await keys(hash) : pick(keys, hash);
      if (!found) return undefined;
      const { hash: _, ...principal } = { hash, ...found };
      return { issuer: 'api-keys', ...principal };
    },
  };
}

/**
 * What a server keeps of a key. Keys must be random and long: for anything people make up a hash this fast is no protection.
 */
export function hashApiKey(key: string): string {
  return `sha256:${createHash('sha256').update(key).digest('base64url')}`;
}

/** A new key of 256 random bits to give away, and its hash to keep. */
export function createApiKey(): { readonly key: string; readonly hash: string } {
  const key = randomBytes(32).toString('base64url');
  return { key, hash: hashApiKey(key) };
}

const subjects = (keys: readonly ApiKey[]): string => keys.map(({ subject }) => `'${subject}'`).join(', ');

/** Every hash is compared, so that the time tells nothing. */
function pick(keys: readonly ApiKey[], hash: string): ApiKey | undefined {
  const given = Buffer.from(hash);
  let found: ApiKey | undefined;
  for (const candidate of keys) if (timingSafeEqual(Buffer.from(candidate.hash), given)) found = candidate;
  return found;
}
