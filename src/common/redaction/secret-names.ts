/** How the names of secrets end, without the marks between words: `db_password`, `x-api-key`, `refreshToken`. */
const ENDINGS =
  /(?:password|passwd|passphrase|pwd|secret|token|apikey|accesskey|privatekey|signingkey|authorization|cookie|credentials?|sessionid|requeststate)$/;

/** Names that end so and are none. */
const HARMLESS = /^(?:progresstoken|pagetoken|nextpagetoken|continuationtoken)$/;

/** A name in the one spelling all are compared in. */
export function nameOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** @param keys more names, as {@link nameOf} spells them */
export function isSecretName(name: string, keys: ReadonlySet<string>): boolean {
  const plain = nameOf(name);
  return keys.has(plain) || (ENDINGS.test(plain) && !HARMLESS.test(plain));
}
