import type { HttpRequest } from '../http-message.js';

/**
 * What the engine hands to handlers as the HTTP request. It only ever reads the headers, so a whole web `Request`
 * with its streams and signal is not made; and the headers are converted when someone asks for them.
 */
export class RequestHead {
  private converted: Headers | undefined;

  constructor(private readonly request: HttpRequest) {}

  get method(): string {
    return this.request.method ?? 'GET';
  }

  get url(): string {
    return `http://${this.request.headers.host ?? 'localhost'}${this.request.url ?? '/'}`;
  }

  get address(): string | undefined {
    return this.request.socket?.remoteAddress;
  }

  get headers(): Headers {
    return (this.converted ??= toHeaders(this.request));
  }
}

/** The engine's types ask for a `Request`. */
export function requestHead(request: HttpRequest): Request {
  return new RequestHead(request) as unknown as Request;
}

function toHeaders({ headers }: HttpRequest): Headers {
  const converted = new Headers();
  for (const name in headers) {
    const value = headers[name];
    if (Array.isArray(value)) for (const item of value) converted.append(name, item);
    else if (value !== undefined) converted.set(name, value);
  }
  return converted;
}
