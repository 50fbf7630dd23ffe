import { isSecretName } from './secret-names.js';

/** What stands where a secret stood. */
export const HIDDEN = '[hidden]';

/** In texts longer than this, in characters, what is behind is not looked through and not shown. */
const MAX_TEXT = 100_000;

/** What anything that may be secret has in it; looking for it is cheaper than looking for secrets. */
const SUSPICIOUS = /[:=@]|bearer |basic |eyJ|-----BEGIN/i;

const rules: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, HIDDEN],
  [/\b(bearer|basic) +[\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, HIDDEN], // a JSON Web Token
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@'"]{1,300}@/gi, `$1${HIDDEN}@`],
];

/** `password: "…"`, `token=…`, `'api-key': '…'`. */
const PAIR =
  /(["']?)([A-Za-z][\w.-]{1,60})\1(\s{0,3}[:=]\s{0,3})("(?:[^"\\\n]|\\.){0,4000}"|'(?:[^'\\\n]|\\.){0,4000}'|[^\s,;&"'(){}[\]]{1,4000})/g;

/** A text without the secrets that can be recognised in it. */
export function hideInText(text: string, keys: ReadonlySet<string>): string {
  if (!SUSPICIOUS.test(text)) return text;
  const start = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
  const hidden = rules.reduce((result, [pattern, instead]) => result.replace(pattern, instead), start);
  return hidden.replace(PAIR, (whole, quote: string, name: string, between: string) =>
    isSecretName(name, keys) ? `${quote}${name}${quote}${between}${HIDDEN}` : whole,
  );
}
