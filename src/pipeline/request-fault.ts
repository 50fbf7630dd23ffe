import { PorticoError } from '../common/portico-error.js';

/** Why a request is answered by a protocol error; each revision has its own code for it. */
export type FaultKind =
  | 'unknown-method'
  | 'invalid-params'
  | 'resource-not-found'
  | 'missing-capability'
  | 'task-required'
  | 'task-forbidden'
  | 'application'
  | 'internal';

/** A request that is answered by a protocol error instead of a result. Its message is for the client. */
export class RequestFault extends PorticoError {
  override readonly name = 'RequestFault';

  constructor(
    readonly kind: FaultKind,
    message: string,
    readonly data?: Readonly<Record<string, unknown>>,
    options?: ErrorOptions,
  ) {
    super('PORTICO_REQUEST_FAULT', message, options);
  }
}
