import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type BaseContext,
  type Implementation,
  type JSONRPCRequest,
  type MessageExtraInfo,
  type Result,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { LogLevel } from '../context/peer.js';
import { asWritten } from './as-written.js';
import { toProtocolError } from './errors.js';
import { CreatedTask } from './tasks/created-task.js';

/** What our handlers know of a request. */
export type EngineContext = BaseContext & Pick<ServerContext, 'http'>;

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

  /**
   * What handlers are told of a request. The engine's own copies it, and adds to the copy; on Node 20 an object that comes to be
   * in this way has a hidden class of its own, which costs more than all else about it and outlives it. What the engine adds,
   * other ways to tell and ask a client, nobody uses here: not our handlers (see {@link EngineContext}), and not its own.
   */
  protected override buildContext(
    { sessionId, mcpReq }: BaseContext,
    told?: MessageExtraInfo,
  ): ServerContext {
    return {
      sessionId,
      mcpReq: {
        id: mcpReq.id,
        method: mcpReq.method,
        _meta: mcpReq._meta,
        envelope: mcpReq.envelope,
        inputResponses: mcpReq.inputResponses,
        droppedInputResponseKeys: mcpReq.droppedInputResponseKeys,
        requestState: mcpReq.requestState,
        signal: mcpReq.signal,
        send: mcpReq.send,
        notify: mcpReq.notify,
      } satisfies Record<keyof EngineContext['mcpReq'], unknown>,
      http: told && httpOf(told),
    } as ServerContext;
  }

  protected override _wrapHandler(method: string, handler: Handler): Handler {
    const wrapped = super._wrapHandler(method, (request, context) =>
      handler(request, context).then((result) => asWritten(result, this.log) as Result),
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

function httpOf(told: MessageExtraInfo): object {
  return {
    authInfo: told.authInfo,
    req: told.request,
    closeSSE: told.closeSSEStream,
    closeStandaloneSSE: told.closeStandaloneSSEStream,
  };
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
