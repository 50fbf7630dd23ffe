import type { HttpInfo } from '../context/exchange.js';
import { callerAddress } from './caller-address.js';

/** The headers of an HTTP request as plain data, read when first asked for. */
export class LazyHttpInfo implements HttpInfo {
  readonly address: string | undefined;
  private read: Readonly<Record<string, string>> | undefined;

  /** @param secret names of headers that are nobody's business, in lower case */
  constructor(
    private readonly request: Request & { readonly address?: string | undefined },
    private readonly secret: ReadonlySet<string> = new Set(),
  ) {
    this.address = request.address ?? callerAddress.getStore();
  }

  get headers(): Readonly<Record<string, string>> {
    return (this.read ??= Object.fromEntries(
      [...this.request.headers].filter(([name]) => !this.secret.has(name)),
    ));
  }
}
