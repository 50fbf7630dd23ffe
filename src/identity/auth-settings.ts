import { milliseconds, type Duration } from '../common/duration.js';
import type { StartupProblems } from '../common/startup-problem.js';
import type { AuthOptions } from './auth-options.js';
import type { PrincipalData } from './principal.js';
import { identifier, ResourceMetadata } from './resource-metadata.js';
import type { ScopeHierarchy } from './scope-hierarchy.js';
import { trustedUrl } from './trusted-url.js';
import type { Verifier, VerifierFunction } from './verifier.js';

/** {@link AuthOptions} with nothing left open. */
export interface AuthSettings {
  readonly verifiers: readonly Verifier[];
  /** How tokens name this server. */
  readonly resource: string | undefined;
  readonly metadata: ResourceMetadata | undefined;
  readonly anonymous: boolean;
  readonly scopes: readonly string[];
  readonly scopeHierarchy: ScopeHierarchy;
  readonly stdio: PrincipalData | undefined;
  /** In ms. */
  readonly timeout: number;
}

/** Checks the options; what is wrong keeps the application from starting. */
export function authSettings(options: AuthOptions, name: string, problems: StartupProblems): AuthSettings {
  const { anonymous = false, scopes = [], scopeHierarchy = {}, stdio } = options;
  const resource =
    options.resource === undefined ? undefined : address('resource', options.resource, problems);
  const verifiers = checkedVerifiers(options, resource, problems);
  for (const scope of [...scopes, ...Object.entries(scopeHierarchy).flat(2)])
    if (!/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))
      problems.add(
        'PORTICO_AUTH_OPTION',
        'PorticoOptions.auth',
        `'${scope}' is no scope`,
        'Use printable ASCII without spaces, quotes and backslashes.',
      );
  return {
    verifiers,
    resource: resource && identifier(resource),
    metadata: metadata(options, resource, name, problems),
    anonymous,
    scopes,
    scopeHierarchy,
    stdio,
    timeout: patience(options.timeout ?? '30s', problems),
  };
}

function patience(given: Duration, problems: StartupProblems): number {
  try {
    return milliseconds(given);
  } catch (error) {
    problems.add(
      'PORTICO_AUTH_OPTION',
      'PorticoOptions.auth.timeout',
      (error as Error).message,
      'Correct the option.',
    );
    return 0;
  }
}

function checkedVerifiers(
  { verify }: AuthOptions,
  resource: URL | undefined,
  problems: StartupProblems,
): readonly Verifier[] {
  const given = [verify].flat().map(toVerifier);
  const verifiers = given.filter((verifier) => verifier !== undefined);
  if (given.length === 0 || verifiers.length < given.length)
    problems.add(
      'PORTICO_AUTH_OPTION',
      'PorticoOptions.auth.verify',
      'there is no way to find out who is calling',
      'Give it jwtVerifier(…), introspection(…), apiKeys(…), or a function from credentials to a principal.',
    );
  for (const [i, verifier] of verifiers.entries()) {
    const problem = verifier.check?.(resource && identifier(resource));
    if (problem !== undefined)
      problems.add(
        'PORTICO_AUTH_OPTION',
        `PorticoOptions.auth.verify[${i}]`,
        problem,
        'Correct the option of the verifier.',
      );
  }
  return verifiers;
}

function toVerifier(given: Verifier | VerifierFunction | undefined): Verifier | undefined {
  if (typeof given === 'function') return { verify: given };
  return typeof given?.verify === 'function' ? given : undefined;
}

function metadata(
  { resource: given, authorizationServers = [], scopes = [] }: AuthOptions,
  resource: URL | undefined,
  name: string,
  problems: StartupProblems,
): ResourceMetadata | undefined {
  for (const [i, server] of authorizationServers.entries())
    address(`authorizationServers[${i}]`, server, problems);
  if (authorizationServers.length === 0) return undefined;
  if (given === undefined)
    problems.add(
      'PORTICO_AUTH_OPTION',
      'PorticoOptions.auth.resource',
      'there are authorization servers, but nobody knows for which server they issue tokens',
      `Give it the address under which clients know this server, such as 'https://orders.example.org/mcp'.`,
    );
  if (!resource) return undefined;
  // An issuer is compared letter by letter, so it is told as it was given.
  return new ResourceMetadata({
    resource,
    authorizationServers: authorizationServers.map(String),
    scopes,
    name,
  });
}

function address(option: string, given: string | URL, problems: StartupProblems): URL | undefined {
  const url = trustedUrl(given);
  if (!url)
    problems.add(
      'PORTICO_AUTH_OPTION',
      `PorticoOptions.auth.${option}`,
      `'${String(given)}' is no address that a token can be trusted with`,
      'Use an https: URL without a fragment; http: is for this machine only.',
    );
  return url;
}
