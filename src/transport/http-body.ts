import type { IncomingMessage } from 'node:http';

/** What came of reading a request's body. */
export type Body =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly status: 400 | 413; readonly code: number; readonly message: string };

/** Reads and parses a JSON body; a body over the limit is refused as soon as that is known. */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<Body> {
  const tooLarge: Body = {
    ok: false,
    status: 413,
    code: -32_600,
    message: `The request body is larger than ${limit} bytes`,
  };
  if (Number(request.headers['content-length']) > limit) return tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return tooLarge;
    chunks.push(chunk);
  }
  try {
    return { ok: true, json: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { ok: false, status: 400, code: -32_700, message: 'Parse error: the body is not JSON' };
  }
}
