import type { Server } from '@modelcontextprotocol/server';
import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../../context/exchange.js';
import { ownerOf } from '../../jobs/tasks/owner.js';
import type { Task } from '../../jobs/task-record.js';
import type { TaskRunner } from '../../jobs/task-runner.js';
import { followTask } from './follow-task.js';
import { ProgressTeller } from './progress-teller.js';
import { relatedTo, sessionTask } from './session-task.js';

/**
 * Tells the client of a session how its tasks go on: of each change of status, and of progress by the token of the call,
 * for as long as the session lasts.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks
 */
export class StatusTeller {
  private readonly closed = new AbortController();
  private isBound = false;

  constructor(
    private readonly server: Server,
    private readonly parts: { readonly tasks: TaskRunner; readonly log: ServerLog },
  ) {}

  follow({ id }: Task, exchange: Exchange): void {
    this.bind();
    this.tell(id, exchange).catch((error: unknown) => {
      if (!this.closed.signal.aborted) this.parts.log.debug(`Task ${id} is not followed any more:`, error);
    });
  }

  private async tell(id: string, exchange: Exchange): Promise<void> {
    const { server } = this;
    const more = { _meta: relatedTo(id) };
    const progress = new ProgressTeller(
      exchange.meta,
      ({ method, params }) => server.notification({ method, params: { ...params } }),
      more,
    );
    let told: string | undefined;
    for await (const task of followTask(this.parts.tasks, id, ownerOf(exchange), this.closed.signal)) {
      await progress.tell(task.progress);
      const params = sessionTask(task);
      const seen = JSON.stringify([params.status, params.statusMessage]);
      if (told !== undefined && told !== seen)
        await server.notification({ method: 'notifications/tasks/status', params });
      told = seen;
    }
  }

  /** The engine has one place for this, and others stand there already. */
  private bind(): void {
    if (this.isBound) return;
    this.isBound = true;
    const { onclose } = this.server;
    this.server.onclose = () => {
      onclose?.();
      this.closed.abort();
    };
  }
}
