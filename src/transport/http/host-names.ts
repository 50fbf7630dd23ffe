/** Why a `Host` header names none of these hosts, if so. Ports do not matter. */
export function hostProblem(host: string | undefined, allowed: readonly string[]): string | undefined {
  if (!host) return 'Missing Host header';
  const url = urlOf(`http://${host}`);
  if (!url) return `Invalid Host header: ${host}`;
  return allowed.includes(url.hostname) ? undefined : `Invalid Host: ${url.hostname}`;
}

/**
 * Why an `Origin` header names none of these hosts, if so; one that is not there names no page. `<scheme>://*` stands for every
 * origin of a scheme that is not of the web: extensions of some browsers have another name on each machine.
 */
export function originProblem(origin: string | undefined, allowed: readonly string[]): string | undefined {
  if (!origin) return undefined;
  const { protocol, hostname } = urlOf(origin) ?? {};
  if (!hostname) return `Invalid Origin header: ${origin}`;
  const isOfWeb = protocol === 'http:' || protocol === 'https:';
  if (!isOfWeb && allowed.includes(`${protocol}//*`)) return undefined;
  return allowed.includes(hostname) ? undefined : `Invalid Origin: ${hostname}`;
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
