import type { HttpInfo } from '../context/exchange.js';

/** The headers of an HTTP request as plain data, read when first asked for. */
export class LazyHttpInfo implements HttpInfo {
  private read: Readonly<Record<string, string>> | undefined;

  constructor(private readonly request: Request) {}

  get headers(): Readonly<Record<string, string>> {
    return (this.read ??= Object.fromEntries(this.request.headers));
  }
}
