import type { IncomingMessage } from 'node:http';
import type { Refusal } from './json-answer.js';
import { isTooDeep, TOO_DEEP } from '../json-depth.js';

/** What came of reading a body: its value, why it is refused, or nothing because the client went away meanwhile. */
export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'gone' };

const GONE: Body = { kind: 'gone' };

/** Reads and parses a JSON body. Nothing is read past the limit. @param tell what came of it, once */
export function readBody(request: IncomingMessage, limit: number, tell: (body: Body) => void): void {
  if (request.readableEnded) return tell(alreadyRead);
  if (request.destroyed) return tell(GONE);
  const reading = new BodyReading(request, limit, tell);
  request.on('data', (chunk: Buffer) => reading.add(chunk));
  request.on('end', () => reading.end());
  // A body that breaks off ends here; whoever sent it does not wait for an answer.
  request.on('close', () => reading.conclude(GONE));
}

class BodyReading {
  /** Most bodies come in one piece. */
  private first: Buffer | undefined;
  private rest: Buffer[] | undefined;
  private size = 0;
  private isTold = false;

  constructor(
    private readonly request: IncomingMessage,
    private readonly limit: number,
    private readonly tell: (body: Body) => void,
  ) {}

  add(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.limit) {
      this.request.pause().removeAllListeners('data');
      return this.conclude(refused(bodyTooLarge(this.limit)));
    }
    if (!this.first) this.first = chunk;
    else (this.rest ??= []).push(chunk);
  }

  end(): void {
    const { first, rest } = this;
    this.conclude(parseBody((rest ? Buffer.concat([first!, ...rest]) : first)?.toString() ?? ''));
  }

  conclude(body: Body): void {
    if (this.isTold) return;
    this.isTold = true;
    this.tell(body);
  }
}

/** A body that something in front of the endpoint has read: parsed, or still text. */
export function givenBody(value: unknown): Body {
  if (typeof value === 'string') return parseBody(value);
  if (value instanceof Uint8Array) return parseBody(Buffer.from(value).toString());
  return { kind: 'json', value };
}

export function parseBody(text: string): Body {
  if (isTooDeep(text)) return refused(tooDeep);
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return refused({ status: 400, code: -32_700, message: 'Parse error: the body is not JSON' });
  }
}

/** The client is told to close: what it still sends is not read. */
export function bodyTooLarge(limit: number): Refusal {
  return {
    status: 413,
    code: -32_600,
    message: `The request body is larger than ${limit} bytes`,
    headers: { connection: 'close' },
  };
}

export function refused(refusal: Refusal): Body {
  return { kind: 'refused', refusal };
}

const tooDeep: Refusal = {
  status: 400,
  ...TOO_DEEP,
};

const alreadyRead: Body = refused({
  status: 500,
  code: -32_603,
  message:
    'Internal error: the body of the request was read before it reached the MCP endpoint. Pass it on as req.body.',
});
