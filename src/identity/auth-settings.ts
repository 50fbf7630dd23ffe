import type { StartupProblems } from '../common/startup-problem.js';
import type { AuthOptions } from './auth-options.js';
import type { PrincipalData } from './principal.js';
import { ResourceMetadata } from './resource-metadata.js';
import type { ScopeHierarchy } from './scope-hierarchy.js';
import type { Verifier, VerifierFunction } from './verifier.js';

/** {@link AuthOptions} with nothing left open. */
export interface AuthSettings {
  readonly verifiers: readonly Verifier[];
  readonly metadata: ResourceMetadata | undefined;
  readonly anonymous: boolean;
  readonly scopes: readonly string[];
  readonly scopeHierarchy: ScopeHierarchy;
  readonly stdio: PrincipalData | undefined;
}

/** Checks the options; what is wrong keeps the application from starting. */
export function authSettings(options: AuthOptions, name: string, problems: StartupProblems): AuthSettings {
  const { anonymous = false, scopes = [], scopeHierarchy = {}, stdio } = options;
  const verifiers = [options.verify].flat().map(toVerifier);
  if (verifiers.length === 0 || verifiers.includes(undefined))
    problems.add(
      'PORTICO_AUTH_OPTION',
      'PorticoOptions.auth.verify',
      'there is no way to find out who is calling',
      'Give it jwtVerifier(…), introspection(…), apiKeys(…), or a function from credentials to a principal.',
    );
  for (const scope of [...scopes, ...Object.entries(scopeHierarchy).flat(2)])
    if (!/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))
      problems.add(
        'PORTICO_AUTH_OPTION',
        'PorticoOptions.auth',
        `'${scope}' is no scope`,
        'Use printable ASCII without spaces, quotes and backslashes.',
      );
  return {
    verifiers: verifiers.filter((verifier) => verifier !== undefined),
    metadata: metadata(options, name, problems),
    anonymous,
    scopes,
    scopeHierarchy,
    stdio,
  };
}

function toVerifier(given: Verifier | VerifierFunction | undefined): Verifier | undefined {
  if (typeof given === 'function') return { verify: given };
  return typeof given?.verify === 'function' ? given : undefined;
}

function metadata(
  { resource, authorizationServers = [], scopes = [] }: AuthOptions,
  name: string,
  problems: StartupProblems,
): ResourceMetadata | undefined {
  const servers = authorizationServers.map((server, i) =>
    address(`authorizationServers[${i}]`, server, problems),
  );
  const own = resource === undefined ? undefined : address('resource', resource, problems);
  if (servers.length > 0 && resource === undefined)
    problems.add(
      'PORTICO_AUTH_OPTION',
      'PorticoOptions.auth.resource',
      'there are authorization servers, but nobody knows for which server they issue tokens',
      `Give it the address under which clients know this server, such as 'https://orders.example.org/mcp'.`,
    );
  if (!own || servers.length === 0 || servers.includes(undefined)) return undefined;
  // An issuer is compared letter by letter, so it is told as it was given.
  return new ResourceMetadata({
    resource: own,
    authorizationServers: authorizationServers.map(String),
    scopes,
    name,
  });
}

/** Only what is on this machine may do without TLS. */
function address(option: string, given: string | URL, problems: StartupProblems): URL | undefined {
  const url = URL.canParse(String(given)) ? new URL(given) : undefined;
  const isLocal = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) && url.hash === '')
    return url;
  problems.add(
    'PORTICO_AUTH_OPTION',
    `PorticoOptions.auth.${option}`,
    `'${String(given)}' is no address that a token can be trusted with`,
    'Use an https: URL without a fragment; http: is for this machine only.',
  );
  return undefined;
}
