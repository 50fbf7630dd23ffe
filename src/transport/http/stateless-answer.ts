import type { Outlet, Reply } from '../../protocol/hot/outlet.js';
import type { HttpResponse } from './http-message.js';
import { answerEmpty, answerJson } from './json-answer.js';
import { formatEvent, SseConnection } from './session/sse-connection.js';

/** What one request of the stateless revision is answered with: JSON, or an event stream from the first event on. */
export class StatelessAnswer implements Outlet {
  private connection: SseConnection | undefined;
  private hasEnded = false;

  /** @param keepAlive in ms; 0 for never */
  constructor(
    private readonly response: HttpResponse,
    private readonly keepAlive: number,
  ) {}

  get isGone(): boolean {
    return this.response.destroyed;
  }

  onGone(listener: () => void): void {
    this.response.once('close', () => {
      if (!this.hasEnded) listener(); // a response that was answered closes too
    });
  }

  send(text: string): Promise<void> | undefined {
    const { response, keepAlive } = this;
    if (response.destroyed) return undefined;
    this.connection ??= new SseConnection(response, { sessionId: undefined, keepAlive });
    return this.connection.write(formatEvent(undefined, text));
  }

  /** @param status of a JSON body; a stream has begun with its own */
  end({ text }: Reply, status: number): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    if (this.connection) this.connection.end(formatEvent(undefined, text));
    else if (!this.response.destroyed) answerJson(this.response, status, text);
  }

  /** There is no answer: the request was given up before it had one. */
  giveUp(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    if (this.connection) this.connection.end();
    else if (!this.response.destroyed) answerEmpty(this.response, 499);
  }
}
