import { ProtocolError } from '@modelcontextprotocol/server';
import type { Era } from '../context/exchange.js';
import { RequestFault, type FaultKind } from '../pipeline/request-fault.js';

/** Outside the range JSON-RPC reserves, as the protocol asks of codes of an application's own. */
export const APPLICATION_ERROR = -31_000;

const codes: Readonly<Record<FaultKind, Readonly<Record<Era, number>>>> = {
  'unknown-method': { session: -32_601, stateless: -32_601 },
  'invalid-params': { session: -32_602, stateless: -32_602 },
  // The engine emits -32602 in both eras; clients of every revision recognise it by `data.uri`.
  'resource-not-found': { session: -32_602, stateless: -32_602 },
  'missing-capability': { session: -32_602, stateless: -32_021 },
  application: { session: APPLICATION_ERROR, stateless: APPLICATION_ERROR },
  internal: { session: -32_603, stateless: -32_603 },
};

/** The one place where a fault gets the code its revision has for it. */
export function toProtocolError(era: Era, error: unknown): unknown {
  if (!(error instanceof RequestFault)) return error;
  return new ProtocolError(codes[error.kind][era], error.message, error.data);
}
