import type { ServerResponse } from 'node:http';

/** Answers with a JSON-RPC error that belongs to no request. */
export function answerError(response: ServerResponse, status: number, code: number, message: string): void {
  if (response.headersSent || response.destroyed) return;
  const body = JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null });
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body);
}
