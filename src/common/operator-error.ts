import { debuglog } from 'node:util';
import { PorticoError } from './portico-error.js';

const debug = debuglog('portico');

/**
 * An error for the one who starts the server, whose message says it all: Node prints it without the places in the code it
 * came through, unless NODE_DEBUG has `portico` in it; only then it keeps its cause, which would be printed, too.
 */
export class OperatorError extends PorticoError {
  override readonly name: string = 'OperatorError';

  constructor(code: string, message: string, { cause }: ErrorOptions = {}) {
    const { stackTraceLimit } = Error;
    // Node also shows the line of code an error was made in, as long as the error knows it.
    if (!debug.enabled) Error.stackTraceLimit = 0;
    try {
      super(code, message, debug.enabled && cause !== undefined ? { cause } : undefined);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    if (debug.enabled) return;
    // What can be enumerated is printed below the message. TypeScript makes fields that can be.
    for (const key of Reflect.ownKeys(this))
      Object.defineProperty(this, key, { ...Object.getOwnPropertyDescriptor(this, key), enumerable: false });
  }
}
