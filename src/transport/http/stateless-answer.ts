import { wholeText, type Outlet, type Reply } from '../../protocol/hot/outlet.js';
import type { HttpResponse } from './http-message.js';
import type { InFlight } from './in-flight.js';
import { answerEmpty, answerJson } from './json-answer.js';
import { formatEvent, SseConnection } from './session/sse-connection.js';
import { statusOf } from './status-of.js';

/** What one request of the stateless revision is answered with: JSON, or an event stream from the first event on. */
export class StatelessAnswer implements Outlet {
  private connection: SseConnection | undefined;
  private hasEnded = false;

  /** @param keepAlive in ms; 0 for never */
  constructor(
    private readonly response: HttpResponse,
    private readonly keepAlive: number,
    private readonly inFlight: InFlight,
  ) {
    inFlight.begin();
  }

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

  end(reply: Reply | undefined): void {
    if (this.hasEnded) return;
    const { connection, response } = this;
    this.hasEnded = true;
    this.inFlight.end();
    // A stream has begun with its own status.
    if (connection) connection.end(reply && formatEvent(undefined, wholeText(reply)));
    else if (response.destroyed) return;
    else if (reply) answerJson(response, statusOf(reply), reply.text, undefined, reply.rest);
    else answerEmpty(response, 499); // it was given up before it had an answer
  }
}
