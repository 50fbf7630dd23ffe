import type { TraceContext } from '../context/exchange.js';

const TRACEPARENT = /^[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/**
 * The caller's trace, from the request's `_meta`, else from its HTTP headers. What is not in W3C form is no trace.
 *
 * @see https://www.w3.org/TR/trace-context/
 */
export function traceContext(
  meta: Readonly<Record<string, unknown>>,
  headers: (() => Readonly<Record<string, string>>) | undefined,
): TraceContext | undefined {
  return readTrace(meta) ?? (headers && readTrace(headers()));
}

function readTrace(source: Readonly<Record<string, unknown>>): TraceContext | undefined {
  const { traceparent, tracestate, baggage } = source;
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return undefined;
  return {
    traceparent,
    ...(typeof tracestate === 'string' && { tracestate }),
    ...(typeof baggage === 'string' && { baggage }),
  };
}
