import { createHash } from 'node:crypto';
import { sourceOf } from '../../context/context.js';
import type { CallInfo } from '../call.js';

/**
 * Whose calls count together: those of one `principal`, of one `session` (else of one principal), from one `ip` address,
 * of `all` callers, or as a function says. Callers who cannot be told apart count together.
 */
export type CountedBy = 'principal' | 'session' | 'ip' | 'all' | ((call: CallInfo) => string);

/** The caller as a short text without anything secret in it; ids of sessions must not stand in a store or a log. */
export function callerKey(by: CountedBy, call: CallInfo): string {
  const text = textOf(by, call);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function textOf(by: CountedBy, call: CallInfo): string {
  if (typeof by === 'function') return `own ${by(call)}`;
  const { principal, session, http } = sourceOf(call.context).exchange;
  if (by === 'session' && session) return `session ${session.id}`;
  if (by === 'ip') return `ip ${http?.address ?? 'unknown'}`;
  if (by === 'all' || !principal) return 'anyone';
  return `principal ${JSON.stringify([principal.issuer, principal.subject])}`;
}
