import { ServerResponse, type OutgoingHttpHeader, type OutgoingHttpHeaders } from 'node:http';

/** With each answer: it is what it says, and no page that may show, run or load anything. */
const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

const SAFE_LIST = Object.entries(SAFE_HEADERS).flat();

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** A response that says so as it is written. To note the headers beforehand would cost as much as to write all others. */
export class SafeResponse extends ServerResponse {
  readonly isOurs = true;

  override writeHead(status: number, reason?: string | Headers, headers?: Headers): this {
    if (typeof reason === 'string') return super.writeHead(status, reason, safe(headers));
    return super.writeHead(status, safe(reason));
  }
}

/** As a list of names and values, which Node writes as it stands. */
function safe(given: Headers = {}): OutgoingHttpHeader[] {
  if (Array.isArray(given)) return [...SAFE_LIST, ...given];
  const list: OutgoingHttpHeader[] = [];
  for (const name in SAFE_HEADERS) if (given[name] === undefined) list.push(name, SAFE_HEADERS[name]!);
  for (const name in given) list.push(name, given[name]!);
  return list;
}
