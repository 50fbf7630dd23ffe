import type { HttpInfo } from '../context/exchange.js';
import { callerAddress } from './caller-address.js';

/** What is read of an HTTP request beside its messages. A web `Request` is one. */
export interface HttpHead {
  readonly headers: Headers;
  /** Where its connection comes from, where the host says so. */
  readonly address?: string | undefined;
}

const none: ReadonlySet<string> = new Set();

/** The headers of an HTTP request as plain data, read when first asked for. */
export class LazyHttpInfo implements HttpInfo {
  private read: Readonly<Record<string, string>> | undefined;
  private readonly around: string | undefined;

  /** @param secret names of headers that are nobody's business, in lower case */
  constructor(
    private readonly request: HttpHead,
    private readonly secret: ReadonlySet<string> = none,
  ) {
    if (!('address' in request)) this.around = callerAddress.getStore();
  }

  get address(): string | undefined {
    return this.request.address ?? this.around;
  }

  get headers(): Readonly<Record<string, string>> {
    return (this.read ??= Object.fromEntries(
      [...this.request.headers].filter(([name]) => !this.secret.has(name)),
    ));
  }
}
