import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { HotRequest } from '../../../protocol/hot/hot-request.js';
import type { PostAnswer } from './post-answer.js';
import type { Ending } from './registered-session.js';
import { changeAskedBy, type SessionChange } from './shared/session-record.js';

/** A request that is not answered yet. */
export interface Pending {
  readonly answer: PostAnswer;
  /** Absent where the engine works on it. */
  readonly hot: HotRequest | undefined;
  /** What it changes about the session when it succeeds. */
  readonly change: SessionChange | undefined;
}

/** The requests of one session that are not answered yet. */
export class PendingRequests {
  private readonly pending = new Map<RequestId, Pending>();

  get size(): number {
    return this.pending.size;
  }

  /** The id of a request that could not be told from one in progress, if there is one. */
  twice(ids: readonly RequestId[]): RequestId | undefined {
    return ids.find((id, i) => this.pending.has(id) || ids.indexOf(id) < i);
  }

  add(requests: readonly JSONRPCRequest[], answer: PostAnswer): void {
    for (const { id, method, params } of requests)
      this.pending.set(id, { answer, hot: undefined, change: changeAskedBy(method, params) });
  }

  addHot(hot: HotRequest, answer: PostAnswer): void {
    this.pending.set(hot.id, { answer, hot, change: undefined });
  }

  get(id: RequestId): Pending | undefined {
    return this.pending.get(id);
  }

  take(id: RequestId): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  /**
   * Tells whoever waits that the session is over.
   *
   * @param isKept their clients may come back for it
   */
  abandon({ status, message }: Ending, isKept: boolean): void {
    const waiting = new Map<PostAnswer, string[]>();
    for (const [id, { answer }] of this.pending) {
      const error = JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } });
      waiting.set(answer, [...(waiting.get(answer) ?? []), error]);
    }
    for (const [answer, errors] of waiting) answer.abandon(status, errors, isKept);
    for (const { hot } of this.pending.values()) hot?.hangUp();
    this.pending.clear();
  }
}
