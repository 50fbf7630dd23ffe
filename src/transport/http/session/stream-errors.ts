import { PorticoError } from '../../../common/portico-error.js';

/** A question that nobody would ever read. */
export function cannotAsk(method: string, reason: string): PorticoError {
  return new PorticoError('PORTICO_CANNOT_ASK', `${method} cannot be sent: ${reason}`);
}

/** A handler asked to close its stream where the client could not come back to it. */
export function cannotCloseStream(reason: string): PorticoError {
  return new PorticoError(
    'PORTICO_CANNOT_CLOSE_STREAM',
    `The stream of this request cannot be closed early: ${reason}`,
  );
}
