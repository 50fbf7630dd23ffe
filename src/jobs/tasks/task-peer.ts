import { PorticoError } from '../../common/portico-error.js';
import type { LogLevel, Peer, PeerNotification, PeerRequest } from '../../context/peer.js';
import type { TaskScribe } from './task-scribe.js';

/**
 * Nobody is at the other end of the line while a task runs: what a handler says goes to the task's record, where whoever
 * waits for it finds it. Questions go to the flow the handler runs in, before they come here.
 */
export class TaskPeer implements Peer {
  constructor(private readonly scribe: TaskScribe) {}

  async notify({ method, params = {} }: PeerNotification): Promise<void> {
    if (method !== 'notifications/progress') return this.scribe.log('debug', method, params, undefined);
    const { progress, total, message } = params;
    await this.scribe.progress({
      done: progress as number,
      ...(total !== undefined && { total: total as number }),
      ...(message !== undefined && { message: message as string }),
    });
  }

  async log(level: LogLevel, data: unknown, logger: string | undefined): Promise<void> {
    const { message, data: details } =
      typeof data === 'object' && data !== null && 'message' in data
        ? (data as { message: unknown; data?: unknown })
        : { message: data, data: undefined };
    await this.scribe.log(
      level,
      typeof message === 'string' ? message : JSON.stringify(message),
      details,
      logger,
    );
  }

  ask({ method }: PeerRequest): Promise<unknown> {
    return Promise.reject(
      new PorticoError(
        'PORTICO_CANNOT_ASK',
        `${method} was used in a job. Nobody waits for a job who could answer: ask in the tool before the job is queued, or make the tool itself a background task.`,
      ),
    );
  }
}
