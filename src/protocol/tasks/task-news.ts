import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../../context/exchange.js';
import { ownerOf } from '../../jobs/tasks/owner.js';
import type { TaskRunner } from '../../jobs/task-runner.js';
import { RequestFault } from '../../pipeline/request-fault.js';
import { SUBSCRIPTION_ID_META_KEY } from '../meta-keys.js';
import type { ListenRequest } from '../stateless/listener.js';
import { followsTasks, needsTasks } from './extension.js';
import { followTask } from './follow-task.js';
import { detailedTask } from './stateless-task.js';
import type { TaskProjection } from './task-projection.js';

/** A stream tells of this many tasks at most: each of them is looked at for as long as the stream is open. */
const MOST_TASKS = 100;

const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';
const TOOLS_CHANGED = 'notifications/tools/list_changed';

export interface TaskNewsParts {
  readonly tasks: TaskRunner;
  readonly projection: TaskProjection;
  readonly log: ServerLog;
}

/**
 * News of tasks on a stream of changes. The engine knows nothing of them: it opens the stream and ends it, its messages
 * are completed on the way out, and those about tasks go beside them.
 *
 * @see SEP-2663
 */
export class TaskNews {
  /** The request as the engine is to see it. */
  readonly request: ListenRequest;
  private readonly asked: Readonly<Record<string, unknown>>;

  private constructor(
    asked: ListenRequest,
    private readonly ids: readonly string[],
    private readonly owner: string,
    private readonly parts: TaskNewsParts,
  ) {
    this.asked = { ...asked.params?.notifications };
    // The engine ends a stream at once that tells of nothing it knows, so it is asked for something it always has here.
    const notifications = { ...this.asked, toolsListChanged: true };
    this.request = { ...asked, params: { ...asked.params, notifications } };
  }

  /**
   * @returns nothing where the client asks for none, or for none it may hear of
   * @throws RequestFault where the client cannot follow tasks, or the ids are none
   */
  static async of(
    request: ListenRequest,
    viewer: Exchange,
    parts: TaskNewsParts,
  ): Promise<TaskNews | undefined> {
    const asked = request.params?.notifications?.['taskIds'];
    if (asked === undefined) return undefined;
    if (!followsTasks(viewer)) throw needsTasks('News of tasks');
    if (!Array.isArray(asked) || !asked.every((id) => typeof id === 'string'))
      throw new RequestFault('invalid-params', 'subscriptions/listen: taskIds must be an array of strings');
    const owner = ownerOf(viewer);
    const all = [...new Set<string>(asked)].slice(0, MOST_TASKS);
    const found = await Promise.all(all.map((id) => parts.tasks.get(id, owner)));
    const ids = all.filter((_, i) => found[i] !== undefined);
    return ids.length > 0 ? new TaskNews(request, ids, owner, parts) : undefined;
  }

  get subscription(): RequestId {
    return this.request.id as RequestId;
  }

  /** A message of the engine's on this stream, as the client is to read it; `undefined` where it did not ask for it. */
  rewrite<M extends object>(message: M): M | undefined {
    const { method, params } = message as { method?: string; params?: { notifications?: object } };
    const { toolsListChanged } = this.asked;
    if (method === TOOLS_CHANGED && toolsListChanged !== true) return undefined;
    if (!isAcknowledgement(message)) return message;
    const known = Object.entries({ ...params?.notifications }).filter(
      ([kind]) => kind !== 'toolsListChanged' || toolsListChanged === true,
    );
    const notifications = { ...Object.fromEntries(known), taskIds: this.ids };
    return { ...message, params: { ...params, notifications } };
  }

  /** Tells of each task as it stands, and again when it has changed, until it has ended or the stream is over. */
  async follow(tell: (message: JSONRPCMessage) => Promise<void>, signal: AbortSignal): Promise<void> {
    await Promise.all(
      this.ids.map((id) =>
        this.followOne(id, tell, signal).catch((error: unknown) => {
          if (!signal.aborted) this.parts.log.warn(`A stream tells nothing more of task ${id}:`, error);
        }),
      ),
    );
  }

  private async followOne(
    id: string,
    tell: (message: JSONRPCMessage) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { tasks, projection } = this.parts;
    let told: string | undefined;
    for await (const task of followTask(tasks, id, this.owner, signal)) {
      const params = detailedTask(task, projection);
      const seen = JSON.stringify(params);
      if (seen === told) continue;
      told = seen;
      const _meta = { [SUBSCRIPTION_ID_META_KEY]: this.subscription };
      await tell({ jsonrpc: '2.0', method: 'notifications/tasks', params: { ...params, _meta } });
    }
  }
}

/** With this the engine opens a stream; nothing may be said on it before. */
export function isAcknowledgement(message: object): boolean {
  return (message as { readonly method?: unknown }).method === ACKNOWLEDGED;
}
