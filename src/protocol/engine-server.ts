import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type Implementation,
  type JSONRPCRequest,
  type Result,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { LogLevel } from '../context/peer.js';
import { asWritten } from './as-written.js';
import { toProtocolError } from './errors.js';
import { CreatedTask } from './tasks/created-task.js';

type Handler = (request: JSONRPCRequest, context: ServerContext) => Promise<Result>;

/**
 * The engine's server, except that a request whose parameters have the wrong form is answered as such: the engine takes
 * it for an error of its own. Our handlers throw protocol errors only, so a plain one is the engine's judgement. A result
 * of the wrong form is the server's mistake and not the client's, who hears of no more than that.
 */
export class EngineServer extends Server {
  /** From which level on the client of a session wants log messages; absent: all. */
  level: LogLevel | undefined;

  constructor(
    identity: Implementation,
    options: ServerOptions,
    private readonly log: ServerLog,
  ) {
    super(identity, options);
  }

  protected override _wrapHandler(method: string, handler: Handler): Handler {
    const written = (result: Result): Result => {
      try {
        return asWritten(result) as Result;
      } catch (error) {
        throw toProtocolError('session', error, this.log);
      }
    };
    const wrapped = super._wrapHandler(method, async (request, context) =>
      written(await handler(request, context)),
    );
    return async (request, context) => {
      try {
        const result = await wrapped(request, context);
        if (method === 'logging/setLevel') this.level = request.params?.['level'] as LogLevel;
        return result;
      } catch (error) {
        if (error instanceof CreatedTask) return error.result;
        if (!(error instanceof Error)) throw error;
        if (error.message.startsWith(`Invalid ${method} result: `))
          throw toProtocolError('session', new Error(error.message), this.log);
        const description = error.message.replace(`Invalid ${method} request: `, '');
        if (error instanceof ProtocolError && description === error.message) throw error;
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${method}: ${inWords(description)}`);
      }
    };
  }
}

/** The engine describes what is wrong as JSON. */
function inWords(description: string): string {
  try {
    const issues = JSON.parse(description) as readonly {
      readonly path: readonly string[];
      readonly message: string;
    }[];
    return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  } catch {
    return description;
  }
}
