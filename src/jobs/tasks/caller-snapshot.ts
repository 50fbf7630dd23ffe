import { PorticoError } from '../../common/portico-error.js';
import type { Exchange, Session } from '../../context/exchange.js';
import { Principal, type PrincipalData } from '../../identity/principal.js';

const VERSION = 1;

/** What a worker must know of who asked for a task; kept sealed. */
export interface CallerSnapshot extends Pick<
  Exchange,
  'era' | 'hasSessions' | 'protocolVersion' | 'transport' | 'client'
> {
  readonly version: typeof VERSION;
  readonly principal?: PrincipalData;
  readonly session?: Session;
  readonly trace?: NonNullable<Exchange['trace']>;
  /** The chosen headers; absent where the call did not come over HTTP. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the call came from, by which limits may count. */
  readonly address?: string;
}

/** What an exchange takes from the one who asked for it. */
export type CallerPart = Pick<
  Exchange,
  | 'era'
  | 'hasSessions'
  | 'protocolVersion'
  | 'transport'
  | 'client'
  | 'principal'
  | 'session'
  | 'trace'
  | 'http'
>;

/**
 * Takes down who is calling. Of the headers only the named ones: a token travels only where `authorization` is among
 * them.
 */
export function takeSnapshot(exchange: CallerPart, headerNames: readonly string[]): CallerSnapshot {
  const { era, hasSessions, protocolVersion, transport, client, principal, session, trace, http } = exchange;
  return {
    version: VERSION,
    era,
    hasSessions,
    protocolVersion,
    transport,
    client: { name: client.name, version: client.version, capabilities: client.capabilities },
    ...(principal && { principal: copyPrincipal(principal) }),
    ...(session && { session: { id: session.id, ...(session.isHandle && { isHandle: true }) } }),
    ...(trace && { trace }),
    ...(http && { headers: chosen(http.headers, headerNames) }),
    ...(http?.address !== undefined && { address: http.address }),
  };
}

/** @throws PorticoError `PORTICO_TASK_SNAPSHOT` for one of another version: nothing is guessed about a caller */
export function restoreCaller(snapshot: CallerSnapshot): CallerPart {
  const version: number = snapshot.version;
  if (version !== VERSION)
    throw new PorticoError(
      'PORTICO_TASK_SNAPSHOT',
      `The task was submitted by another version of Portico (snapshot ${version}, this one reads ${VERSION}). Let the tasks of the old version end before it is replaced.`,
    );
  const {
    era,
    hasSessions,
    protocolVersion,
    transport,
    client,
    principal,
    session,
    trace,
    headers,
    address,
  } = snapshot;
  return {
    era,
    hasSessions,
    protocolVersion,
    transport,
    client,
    principal: principal && new Principal(principal),
    session,
    trace,
    http: headers && { headers, ...(address !== undefined && { address }) },
  };
}

/** Only what a principal is made of: whatever else an authenticator put there stays in its process. */
function copyPrincipal({
  subject,
  issuer,
  clientId,
  scopes,
  roles,
  claims,
  expiresAt,
}: Principal): PrincipalData {
  return {
    subject,
    ...(issuer !== undefined && { issuer }),
    ...(clientId !== undefined && { clientId }),
    scopes,
    roles,
    claims,
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

function chosen(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  const wanted = names.map((name) => name.toLowerCase()).filter((name) => headers[name] !== undefined);
  return Object.fromEntries(wanted.map((name) => [name, headers[name]!]));
}
