import { createHash } from 'node:crypto';
import { findContext, findExchange, runInExchange } from './ambient.js';
import { sourceOf } from './context.js';
import type { Exchange } from './exchange.js';

/** By what the lines of one request are found in a log. */
export interface RequestMark {
  /** What the client or a proxy sent as `x-request-id`, else an id of our own; the same for all rounds of one call. */
  readonly request: string;
  readonly method: string;
  /** The trace of W3C Trace Context, where the client sent one. */
  readonly trace?: string;
}

/** Lets what is logged while a request is answered be found by it, also where no code of the application runs. */
export function asRequest<T>(exchange: Exchange, answer: () => T): T {
  return runInExchange(exchange, answer);
}

/** The mark of a request. */
export function requestMark({ http, flow, method, trace }: Exchange): RequestMark {
  const given = http?.headers['x-request-id'];
  const request = given !== undefined && /^[\w.:-]{1,64}$/.test(given) ? given : markOf(flow.origin.id);
  const traceId = trace?.traceparent.split('-')[1];
  return { request, method, ...(traceId !== undefined && { trace: traceId }) };
}

/** The mark of the request that is running, if one is. */
export function currentRequestMark(): RequestMark | undefined {
  const context = findContext();
  const exchange = context ? sourceOf(context).exchange : findExchange();
  return exchange && requestMark(exchange);
}

/** The id itself is unguessable on purpose, and must not stand in a log. */
function markOf(flow: string): string {
  return createHash('sha256').update(flow).digest('hex').slice(0, 12);
}
