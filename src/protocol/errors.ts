import { errorId } from '../common/ids.js';
import type { ServerLog } from '../common/server-log.js';
import type { Era } from '../context/exchange.js';
import type { TaskError } from '../jobs/task-record.js';
import { RequestFault, type FaultKind } from '../pipeline/request-fault.js';
import { ProtocolError } from './sdk-errors.js';

/** Outside the range JSON-RPC reserves, as the protocol asks of codes of an application's own. */
export const APPLICATION_ERROR = -31_000;

const INTERNAL_ERROR = -32_603;

const codes: Readonly<Record<FaultKind, Readonly<Record<Era, number>>>> = {
  'unknown-method': { session: -32_601, stateless: -32_601 },
  'invalid-params': { session: -32_602, stateless: -32_602 },
  // The engine emits -32602 in both eras; clients of every revision recognise it by `data.uri`.
  'resource-not-found': { session: -32_602, stateless: -32_602 },
  'missing-capability': { session: -32_602, stateless: -32_021 },
  'task-required': { session: -32_601, stateless: -32_021 },
  'task-forbidden': { session: -32_601, stateless: -32_601 },
  application: { session: APPLICATION_ERROR, stateless: APPLICATION_ERROR },
  internal: { session: INTERNAL_ERROR, stateless: INTERNAL_ERROR },
};

/** Why a task failed, as the request it began with would have been answered. */
export function taskProtocolError(era: Era, { code, message, data }: TaskError): ProtocolError {
  const known = Object.hasOwn(codes, code) ? codes[code as FaultKind][era] : INTERNAL_ERROR;
  return new ProtocolError(known, message, data);
}

/** The one place where a fault gets the code its revision has for it. The text of any other error stays in the log. */
export function toProtocolError(era: Era, error: unknown, log: ServerLog): ProtocolError {
  if (error instanceof RequestFault)
    return new ProtocolError(codes[error.kind][era], error.message, error.data);
  if (error instanceof ProtocolError) return error;
  const id = errorId();
  log.error(`error ${id} while answering a request:`, error);
  return new ProtocolError(
    INTERNAL_ERROR,
    `Internal error (error id ${id}). The server's log has the details.`,
  );
}
