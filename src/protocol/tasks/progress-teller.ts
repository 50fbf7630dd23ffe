import type { PeerNotification } from '../../context/peer.js';
import type { TaskProgress } from '../../jobs/task-record.js';

/** Tells a client of the progress of a task, if it asked for any: by the token of its call, and never less than before. */
export class ProgressTeller {
  private highest = -Infinity;

  /** @param more what is said beside, such as which task it is about */
  constructor(
    private readonly meta: Readonly<Record<string, unknown>>,
    private readonly notify: (notification: PeerNotification) => Promise<void>,
    private readonly more: Readonly<Record<string, unknown>> = {},
  ) {}

  async tell(progress: TaskProgress | undefined): Promise<void> {
    const { progressToken } = this.meta;
    if (progressToken === undefined || progress === undefined || progress.done <= this.highest) return;
    const { done, total, message } = progress;
    this.highest = done;
    const params = {
      progressToken,
      progress: done,
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message }),
      ...this.more,
    };
    await this.notify({ method: 'notifications/progress', params });
  }
}
