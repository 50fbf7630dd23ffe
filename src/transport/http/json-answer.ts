import type { OutgoingHttpHeaders } from 'node:http';
import { wholeText } from '../../protocol/hot/outlet.js';
import type { HttpResponse } from './http-message.js';
import { turn, type Leaving } from './turn.js';

/** A request that is refused before it reaches the protocol. */
export interface Refusal {
  readonly status: number;
  /** The JSON-RPC code; by custom of the protocol's transports -32000 where none of the standard ones fits. */
  readonly code: number;
  readonly message: string;
  readonly headers?: OutgoingHttpHeaders;
}

/**
 * Answers with one JSON body, in one write; from a server of our own it leaves with all others of the turn.
 *
 * @param rest what follows the body
 */
export function answerJson(
  response: HttpResponse,
  status: number,
  body: string,
  headers?: OutgoingHttpHeaders,
  rest?: Buffer,
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body) + (rest ? rest.length : 0),
    ...headers,
  });
  if (response.isOurs) turn.take(new Ending(response, body, rest));
  else response.end(wholeText({ text: body, rest }));
}

class Ending implements Leaving {
  constructor(
    private readonly response: HttpResponse,
    private readonly body: string,
    private readonly rest: Buffer | undefined,
  ) {}

  leave(): void {
    const { response, body, rest } = this;
    if (!rest) return void response.end(body);
    response.write(body);
    response.end(rest);
  }
}

/** Answers with a JSON-RPC error that belongs to no request; does nothing where an answer is already on its way. */
export function refuse(response: HttpResponse, { status, code, message, headers }: Refusal): void {
  if (response.headersSent || response.destroyed) return;
  answerJson(
    response,
    status,
    JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null }),
    headers,
  );
}

/** Answers without a body. */
export function answerEmpty(response: HttpResponse, status: number, headers?: OutgoingHttpHeaders): void {
  // Without the length Node would send an empty body in chunks.
  response.writeHead(status, status === 204 ? headers : { 'content-length': 0, ...headers });
  response.end();
}
