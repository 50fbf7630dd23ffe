import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { AuthInfo } from '@modelcontextprotocol/server';

/** What the endpoint reads of a request. Node's `IncomingMessage` is one, and so is a web `Request` in its wrapping. */
export interface HttpRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Node's connection; absent where the host has only the request itself. */
  readonly socket?: { readonly remoteAddress?: string | undefined };
  /** Who sends it, once that is known; before, whatever a host in front of the endpoint left there. */
  auth?: AuthInfo;
}

/** What the endpoint does with a response. Node's `ServerResponse` is one, and so is a web `Response` in the making. */
export interface HttpResponse {
  /** Of a server of our own: in front of it stands nobody whose context and hooks belong to one request. */
  readonly isOurs?: true;
  readonly headersSent: boolean;
  /** The other side is gone, or the response was given up. */
  readonly destroyed: boolean;
  /** How much was written that has not left yet, in bytes. */
  readonly writableLength: number;
  /** Holds for whatever is written; what `writeHead` is given wins. */
  setHeader(name: string, value: string): unknown;
  writeHead(status: number, headers?: OutgoingHttpHeaders): unknown;
  flushHeaders(): void;
  /** @returns whether to go on at once; otherwise `drain` tells when */
  write(text: string): boolean;
  /** @param rest bytes only where the server is our own */
  end(rest?: string | Buffer): unknown;
  destroy(): unknown;
  once(event: 'close' | 'drain', listener: () => void): unknown;
}

/** Without the query. What a host in front has cut off belongs to it. */
export function pathOf(request: HttpRequest & { readonly originalUrl?: string }): string {
  return (request.originalUrl ?? request.url ?? '').split('?', 1)[0]!;
}

/** A header that may stand there once; of several equal ones Node keeps the first or joins them. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
