import { ServerResponse, type OutgoingHttpHeader, type OutgoingHttpHeaders } from 'node:http';

/** With each answer: it is what it says, and no page that may show, run or load anything. */
const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** A response that says so as it is written. To note the headers beforehand would cost as much as to write all others. */
export class SafeResponse extends ServerResponse {
  override writeHead(status: number, reason?: string | Headers, headers?: Headers): this {
    if (typeof reason === 'string') return super.writeHead(status, reason, safe(headers));
    return super.writeHead(status, safe(reason));
  }
}

function safe(headers: Headers | undefined): Headers {
  if (!Array.isArray(headers)) return { ...SAFE_HEADERS, ...headers };
  return [...Object.entries(SAFE_HEADERS).flat(), ...headers];
}
