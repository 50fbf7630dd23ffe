import { errorId } from '../../common/ids.js';
import { isPorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../../context/exchange.js';
import type { ComponentGateway } from '../../context/resources/component-gateway.js';
import { RequestFault } from '../../pipeline/request-fault.js';
import type { TaskError, TaskRecord } from '../task-record.js';
import type { TaskExecutor } from './task-executor.js';

/** Runs calls of tools through the whole pipeline, as a call in the foreground runs. A tool that fails has failed. */
export class ToolExecutor implements TaskExecutor {
  readonly mayAsk = true;

  /** @param attempts how often a call may lose its process before it is given up */
  constructor(
    private readonly gateway: ComponentGateway,
    private readonly log: ServerLog,
    private readonly attempts: number,
  ) {}

  async run(exchange: Exchange): Promise<unknown> {
    return this.gateway.dispatch(exchange);
  }

  retryAfter(): undefined {
    return undefined;
  }

  maxFailures(): number {
    return this.attempts;
  }

  /** What the client would have been answered; nothing more. */
  describe({ id, name }: TaskRecord, error: unknown): TaskError {
    if (error instanceof RequestFault) {
      const { kind, message, data } = error;
      return { code: kind, message, ...(data && { data }) };
    }
    if (isPorticoError(error, 'PORTICO_OPEN_QUESTION')) return { code: 'internal', message: error.message };
    const reference = errorId();
    this.log.error(`error ${reference} in task ${id} (${name}):`, error);
    const message = `Internal error (error id ${reference}). The server's log has the details.`;
    return { code: 'internal', message };
  }
}
