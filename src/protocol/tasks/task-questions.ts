import type { PeerRequest } from '../../context/peer.js';
import type { Inbound } from '../inbound.js';
import { relatedTo } from './session-task.js';

/** As long as a timer can wait, in ms: how long a question may stay open is the task's business. */
const FOREVER = 2 ** 31 - 1;

type Send = Inbound['send'];

/** Brings the questions of one task to a client of revision 2025-11-25, on the stream of its `tasks/result`. */
export class TaskQuestions {
  private readonly asked = new Map<string, AbortController>();

  constructor(
    private readonly task: string,
    private readonly send: Send,
    /** Keeps an answer with the task. */
    private readonly answer: (key: string, answer: unknown) => Promise<unknown>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Sends what was not sent yet, and takes back what was answered elsewhere. */
  update(open: Readonly<Record<string, PeerRequest>>): void {
    for (const [key, controller] of this.asked) if (!(key in open)) controller.abort();
    for (const [key, request] of Object.entries(open)) {
      if (this.asked.has(key)) continue;
      const controller = new AbortController();
      this.asked.set(key, controller);
      this.put(key, request, controller.signal).catch(this.onError);
    }
  }

  /** Takes back what nobody has answered. */
  end(): void {
    for (const controller of this.asked.values()) controller.abort();
  }

  private async put(key: string, { method, params }: PeerRequest, signal: AbortSignal): Promise<void> {
    const meta = { ...(params['_meta'] as object | undefined), ...relatedTo(this.task) };
    let answer: unknown;
    try {
      answer = await this.send({ method, params: { ...params, _meta: meta } }, { signal, timeout: FOREVER });
    } catch (error) {
      if (signal.aborted) return;
      answer = refusal(method, error as Error);
    }
    await this.answer(key, answer);
  }
}

/** A client that answers by an error has no answer: a form was closed; for everything else it is no answer that fits. */
function refusal(method: PeerRequest['method'], { message }: Error): object {
  return method === 'elicitation/create' ? { action: 'cancel' } : { error: { message } };
}
