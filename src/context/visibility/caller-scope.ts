import { PorticoError } from '../../common/portico-error.js';
import { DerivedExchange } from '../derived-exchange.js';
import type { Exchange } from '../exchange.js';
import { handle, type HandleScope } from '../state/handles/handle-scope.js';
import { SESSION_META } from '../state/handles/session-meta.js';

/** Whose rules hold for a request: the request as state is to see it, and the scope of state. */
export interface CallerScope {
  readonly exchange: Exchange;
  readonly scope: 'session' | HandleScope;
}

/**
 * To whom the rules of a request belong; `undefined` where nobody can be told from others. Where the revision has
 * sessions it is the session. One without forbids lists that differ by connection: there it is the session handle that the
 * request itself carries, else the authenticated user, never the pipe.
 *
 * @param argument a handle among the arguments of a tool that takes one
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools
 */
export function callerScope(exchange: Exchange, argument?: unknown): CallerScope | undefined {
  if (typeof argument === 'string') return { exchange, scope: handle(argument) };
  if (exchange.session?.isHandle) return { exchange, scope: 'session' };
  const given = exchange.meta[SESSION_META];
  if (typeof given === 'string') return { exchange, scope: handle(given) };
  if (exchange.hasSessions) return exchange.session && { exchange, scope: 'session' };
  if (!exchange.principal) return undefined;
  return { exchange: new DerivedExchange(exchange, { session: undefined }), scope: 'session' };
}

/** @throws PorticoError `PORTICO_STATE_NO_SESSION` where nothing lasts that the rules could belong to */
export function requireCaller(exchange: Exchange, member: string): CallerScope {
  const caller = callerScope(exchange);
  if (caller) return caller;
  throw new PorticoError(
    'PORTICO_STATE_NO_SESSION',
    `${member}: there is nobody the change could belong to. In protocol revision ${exchange.protocolVersion} lists may differ by caller, never by connection: give the tool a session handle by @Tool({ session: 'handle' }), which the client then passes in _meta['${SESSION_META}'] of other requests, or configure authentication. For everyone at once, use the option 'visibility' of the application.`,
  );
}
