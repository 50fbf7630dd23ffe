import type { OutgoingHttpHeaders } from 'node:http';
import type { HttpResponse } from '../http-message.js';
import { turn, type Leaving } from '../turn.js';

/** How far a client may lag behind before its connection is given up, in bytes. */
export const MAX_BACKLOG = 16 * 2 ** 20;

/** So much waits for the end of a turn, in characters; more leaves at once. */
const MOST = 16 * 2 ** 10;

export interface SseOptions {
  readonly sessionId: string | undefined;
  /** How often a comment is sent so that nothing in between takes the connection for dead, in ms; 0 for never. */
  readonly keepAlive: number;
}

/**
 * One HTTP response that carries server-sent events. From a server of our own, what is written in one turn leaves at its end in one
 * piece, and a stream that begins and ends in the same turn is a body of known length.
 */
export class SseConnection implements Leaving {
  private timer: NodeJS.Timeout | undefined;
  private drained: Promise<void> | undefined;
  private tellDrained: (() => void) | undefined;
  private written = '';
  private isWaiting = false;
  private isEnded = false;
  private hasBegun = false;

  /** The headers leave with the first events, or with `flush`. */
  constructor(
    private readonly response: HttpResponse,
    private readonly options: SseOptions,
  ) {
    // A host's response may end in ways that only its event tells of.
    if (!response.isOurs) this.watch();
  }

  get isOpen(): boolean {
    return !this.isEnded && !this.response.destroyed;
  }

  onClosed(listener: () => void): void {
    this.response.once('close', listener);
  }

  /** Lets the client know that the stream is there, where there is nothing to write yet. */
  flush(): void {
    if (!this.isOpen || this.hasBegun) return;
    this.begin();
    this.response.flushHeaders();
  }

  /** @returns a promise where the client lags behind, to be awaited by whoever wants to send more */
  write(text: string): Promise<void> | undefined {
    if (!this.isOpen) return undefined;
    if (this.response.writableLength > MAX_BACKLOG) {
      this.stop();
      this.response.destroy();
      return undefined;
    }
    this.gather(text);
    return this.drained;
  }

  end(text = ''): void {
    if (!this.isOpen) return;
    this.stop();
    this.gather(text);
  }

  leave(): void {
    this.isWaiting = false;
    this.send();
  }

  private gather(text: string): void {
    this.written += text;
    if (!this.response.isOurs) return this.send();
    if (!this.isWaiting) turn.take(this);
    this.isWaiting = true;
    if (this.written.length > MOST && !this.isEnded) this.send();
  }

  private send(): void {
    const { response, written, isEnded } = this;
    if (response.destroyed || (written === '' && !isEnded)) return;
    if (!this.hasBegun && response.headersSent) return this.stop(); // somebody else has answered
    if (!this.hasBegun) this.begin(isEnded ? Buffer.byteLength(written) : undefined);
    this.written = '';
    if (isEnded) response.end(written);
    else if (!response.write(written)) this.drained ??= this.untilDrained();
  }

  /** @param length of all that comes, where it is known: then nothing follows that would have to be stopped */
  private begin(length?: number): void {
    const { response } = this;
    const { sessionId, keepAlive } = this.options;
    this.hasBegun = true;
    const headers: OutgoingHttpHeaders = {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      // Tells nginx and its like to pass events on as they come.
      'x-accel-buffering': 'no',
    };
    if (sessionId !== undefined) headers['mcp-session-id'] = sessionId;
    if (length !== undefined) headers['content-length'] = length;
    response.writeHead(200, headers);
    if (length !== undefined) return;
    if (response.isOurs) this.watch();
    if (keepAlive > 0) this.timer = setInterval(() => void this.write(': keep-alive\n\n'), keepAlive).unref();
  }

  private watch(): void {
    this.response.once('close', () => {
      this.stop();
      this.tellDrained?.();
    });
  }

  /** Also when the client goes: then there is nothing left to wait for. */
  private async untilDrained(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.tellDrained = resolve;
      this.response.once('drain', resolve);
    });
    this.drained = undefined;
  }

  private stop(): void {
    this.isEnded = true;
    clearInterval(this.timer);
  }
}

/** One event. An event without data carries nothing but its id. */
export function formatEvent(id: string | undefined, data: string, retry?: number): string {
  if (id === undefined && retry === undefined && data !== '') return `event: message\ndata: ${data}\n\n`;
  const name = data === '' ? '' : 'event: message\n';
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  const retryLine = retry === undefined ? '' : `retry: ${retry}\n`;
  return `${name}${idLine}${retryLine}data: ${data}\n\n`;
}
