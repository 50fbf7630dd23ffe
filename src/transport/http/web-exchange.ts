import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { HttpRequest, HttpResponse } from './http-message.js';

/** A web `Request` as the endpoint reads it. */
export function toHttpRequest(request: Request, remoteAddress: string | undefined): HttpRequest {
  const { pathname, search, host } = new URL(request.url);
  // Some hosts keep the Host header to themselves; the address of the request says the same.
  const headers: IncomingHttpHeaders = { host, ...Object.fromEntries(request.headers) };
  return { method: request.method, url: pathname + search, headers, socket: { remoteAddress } };
}

/** A web `Response` in the making: what is written becomes its body. */
export class WebResponse implements HttpResponse {
  headersSent = false;
  destroyed = false;
  /** Resolves when the status and the headers are known. */
  readonly response: Promise<Response>;
  private resolve!: (response: Response) => void;
  private status = 200;
  private readonly headers: OutgoingHttpHeaders = {};
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  private readonly listeners = { close: new Set<() => void>(), drain: new Set<() => void>() };
  private static readonly encoder = new TextEncoder();

  /** @param signal aborted when the client goes away */
  constructor(signal: AbortSignal) {
    this.response = new Promise((resolve) => (this.resolve = resolve));
    if (signal.aborted) this.destroyed = true;
    else signal.addEventListener('abort', () => this.destroy(), { once: true });
  }

  get writableLength(): number {
    const { desiredSize } = this.controller ?? {};
    return desiredSize == null ? 0 : Math.max(0, -desiredSize);
  }

  setHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  writeHead(status: number, headers: OutgoingHttpHeaders = {}): void {
    this.headersSent = true;
    this.status = status;
    Object.assign(this.headers, headers);
  }

  flushHeaders(): void {
    this.stream();
  }

  write(text: string): boolean {
    const controller = this.stream();
    controller.enqueue(WebResponse.encoder.encode(text));
    return (controller.desiredSize ?? 0) > 0;
  }

  end(rest?: string | Buffer): void {
    const text = rest?.toString();
    if (this.controller) {
      if (text) this.write(text);
      this.controller.close();
    } else this.resolve(new Response(text === '' ? null : (text ?? null), this.init()));
    this.finish();
  }

  /** Passes on a response that was made elsewhere. A stream of events may be broken off here, like one made here. */
  become(response: Response): void {
    if (this.destroyed) return void response.body?.cancel().catch(() => undefined);
    this.headersSent = true;
    for (const [name, value] of this.noted())
      if (!response.headers.has(name)) response.headers.set(name, value);
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (response.body && isStream) {
      this.resolve(new Response(this.passOn(response.body.getReader()), response));
      return;
    }
    this.resolve(response);
    this.finish();
  }

  destroy(): void {
    if (this.destroyed) return;
    if (this.controller) this.controller.error(new Error('The connection was given up'));
    // Nobody reads it; but whoever waits for it must not wait for ever.
    else this.resolve(new Response(null, { status: 499 }));
    this.finish();
  }

  once(event: 'close' | 'drain', listener: () => void): void {
    this.listeners[event].add(listener);
  }

  /** A body whose end, on whichever side, is the end of this response. */
  private passOn(reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
    this.once('close', () => void reader.cancel().catch(() => undefined));
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.controller = controller),
        pull: async (controller) => {
          const { done, value } = await reader.read();
          if (this.destroyed) return;
          if (!done) return controller.enqueue(value);
          controller.close();
          this.finish();
        },
        cancel: () => this.finish(),
      },
      { highWaterMark: 0 },
    );
  }

  private stream(): ReadableStreamDefaultController<Uint8Array> {
    if (this.controller) return this.controller;
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.controller = controller),
        pull: () => this.emit('drain'),
        cancel: () => this.finish(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 }),
    );
    this.resolve(new Response(body, this.init()));
    return this.controller!;
  }

  private init(): ResponseInit {
    return { status: this.status, headers: this.noted() };
  }

  private noted(): [string, string][] {
    return Object.entries(this.headers).map(([name, value]) => [name, String(value)]);
  }

  private finish(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.emit('close');
  }

  private emit(event: 'close' | 'drain'): void {
    const listeners = [...this.listeners[event]];
    this.listeners[event].clear();
    for (const listener of listeners) listener();
  }
}
