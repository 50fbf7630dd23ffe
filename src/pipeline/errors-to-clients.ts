import { errorId } from '../common/ids.js';
import type { ServerLog } from '../common/server-log.js';
import { ToolResult } from '../common/content/tool-result.js';
import { isPorticoError } from '../common/portico-error.js';
import { isUserError } from '../common/user-error.js';
import { MissingCapabilityError } from '../context/missing-capability-error.js';
import { RequestFault } from './request-fault.js';

/** Clients read the text; the code is for those who watch the server. */
const codes = new WeakMap<object, string>();

/** The code of the error behind a tool's result, if it is one of ours. */
export function errorCodeOf(outcome: object): string | undefined {
  return codes.get(outcome);
}

function codeOf(error: unknown): string {
  if (error instanceof RequestFault) return error.kind;
  return isPorticoError(error) ? error.code : 'internal';
}

/** Where a result carries the code of its error, for a test that is told it. */
export const ERROR_CODE_META_KEY = 'portico/error-code';

/** Decides what a client learns of an error: a user error's text, else a fixed text and an id found in the log. */
export class ErrorsToClients {
  /**
   * @param development tell clients the text of every error; never do so where strangers call
   * @param tellsCodes tell clients the code of every error of a tool
   */
  constructor(
    private readonly log: ServerLog,
    private readonly development = false,
    private readonly tellsCodes = false,
  ) {}

  /** For tools the model should read the error, so it is a result. Faults of the request stay faults. */
  asToolOutcome(where: string, error: unknown, signal?: AbortSignal): ToolResult {
    letSuspensionPass(error);
    if (error instanceof MissingCapabilityError) throw missingCapability(error);
    if (error instanceof RequestFault && error.kind !== 'invalid-params') throw error;
    const text =
      isUserError(error) || error instanceof RequestFault ? error.message : this.mask(where, error, signal);
    const code = codeOf(error);
    const meta = this.tellsCodes ? { [ERROR_CODE_META_KEY]: code } : undefined;
    const outcome = new ToolResult([{ type: 'text', text }], { isError: true, ...(meta && { meta }) });
    codes.set(outcome, code);
    return outcome;
  }

  /** For everything else an error is a fault. */
  asFault(where: string, error: unknown, signal?: AbortSignal): RequestFault {
    letSuspensionPass(error);
    if (error instanceof RequestFault) return error;
    if (error instanceof MissingCapabilityError) return missingCapability(error);
    if (isUserError(error))
      return new RequestFault('application', error.message, undefined, { cause: error });
    return new RequestFault('internal', this.mask(where, error, signal), undefined, { cause: error });
  }

  private mask(where: string, error: unknown, signal: AbortSignal | undefined): string {
    const id = errorId();
    // A handler that stops because its client is gone does what it should.
    if (signal?.aborted && isAbort(error, signal)) this.log.debug(`stopped ${id} in ${where}:`, error);
    else this.log.error(`error ${id} in ${where}:`, error);
    const text = `Internal error (error id ${id}).`;
    if (!this.development) return `${text} The server's log has the details.`;
    return `${text} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function isAbort(error: unknown, { reason }: AbortSignal): boolean {
  return error === reason || (error as Partial<Error> | undefined)?.name === 'AbortError';
}

/** A handler that is stopped, to be run again, has neither a result nor a mistake. */
function letSuspensionPass(error: unknown): void {
  if (isPorticoError(error, 'PORTICO_SUSPENDED')) throw error;
}

function missingCapability(error: MissingCapabilityError): RequestFault {
  const data = { requiredCapabilities: error.required };
  return new RequestFault('missing-capability', error.message, data, { cause: error });
}
