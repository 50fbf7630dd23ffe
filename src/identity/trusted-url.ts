const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** An address that a token may travel to or keys may come from: with TLS, unless it is on this machine. */
export function trustedUrl(given: string | URL): URL | undefined {
  if (!URL.canParse(String(given))) return undefined;
  const url = new URL(given);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  return isSafe && url.hash === '' ? url : undefined;
}
