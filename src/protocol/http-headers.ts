import type { HttpInfo } from '../context/exchange.js';
import { callerAddress } from './caller-address.js';

/** The headers of an HTTP request as plain data, read when first asked for. */
export class LazyHttpInfo implements HttpInfo {
  readonly address: string | undefined;
  private read: Readonly<Record<string, string>> | undefined;

  constructor(private readonly request: Request & { readonly address?: string | undefined }) {
    this.address = request.address ?? callerAddress.getStore();
  }

  get headers(): Readonly<Record<string, string>> {
    return (this.read ??= Object.fromEntries(this.request.headers));
  }
}
