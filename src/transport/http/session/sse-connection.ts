import type { HttpResponse } from '../http-message.js';

/** How far a client may lag behind before its connection is given up, in bytes. */
export const MAX_BACKLOG = 16 * 2 ** 20;

export interface SseOptions {
  readonly sessionId: string | undefined;
  /** How often a comment is sent so that nothing in between takes the connection for dead, in ms; 0 for never. */
  readonly keepAlive: number;
}

/** One HTTP response that carries server-sent events. */
export class SseConnection {
  private readonly timer: NodeJS.Timeout | undefined;
  private drained: Promise<void> | undefined;
  private tellDrained: (() => void) | undefined;
  private isEnded = false;
  private hasWritten = false;

  /** The headers leave with the first write, or with `flush`. */
  constructor(
    private readonly response: HttpResponse,
    { sessionId, keepAlive }: SseOptions,
  ) {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      // Tells nginx and its like to pass events on as they come.
      'x-accel-buffering': 'no',
      ...(sessionId !== undefined && { 'mcp-session-id': sessionId }),
    });
    if (keepAlive > 0) this.timer = setInterval(() => void this.write(': keep-alive\n\n'), keepAlive).unref();
    response.once('close', () => {
      this.stop();
      this.tellDrained?.();
    });
  }

  get isOpen(): boolean {
    return !this.isEnded && !this.response.destroyed;
  }

  onClosed(listener: () => void): void {
    this.response.once('close', listener);
  }

  /** Lets the client know that the stream is there, where there is nothing to write yet. */
  flush(): void {
    if (this.isOpen && !this.hasWritten) this.response.flushHeaders();
    this.hasWritten = true;
  }

  /** @returns a promise where the client lags behind, to be awaited by whoever wants to send more */
  write(text: string): Promise<void> | undefined {
    if (!this.isOpen) return undefined;
    if (this.response.writableLength > MAX_BACKLOG) {
      this.stop();
      this.response.destroy();
      return undefined;
    }
    this.hasWritten = true;
    return this.response.write(text) ? undefined : (this.drained ??= this.untilDrained());
  }

  end(text?: string): void {
    if (!this.isOpen) return;
    this.stop();
    this.response.end(text);
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
  const name = data === '' ? '' : 'event: message\n';
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  const retryLine = retry === undefined ? '' : `retry: ${retry}\n`;
  return `${name}${idLine}${retryLine}data: ${data}\n\n`;
}
