import { answerEmpty } from './json-answer.js';
import { headerOf, type HttpRequest, type HttpResponse } from './http-message.js';

const METHODS = 'POST, GET, DELETE';

/** What clients of the protocol send; whatever else a page asks for stays out. */
const SENT =
  /^(?:content-type|accept|authorization|last-event-id|mcp-[a-z0-9-]+|traceparent|tracestate|baggage)$/;

/** What a page needs to read of an answer, beside its body. */
const EXPOSED = 'Mcp-Session-Id, Mcp-Protocol-Version, WWW-Authenticate, Retry-After';

/** How long a browser remembers a permission, in seconds. */
const REMEMBERED = 7_200;

/**
 * Which pages of other origins may read answers in a browser. None, unless they are named: then each gets a permission in
 * its own name, never a general one.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export class Cors {
  private readonly origins: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.origins = new Set(origins);
  }

  allows(origin: string | undefined): boolean {
    return origin !== undefined && this.origins.has(origin);
  }

  /**
   * Notes the permission on the response, whatever it will be. A preflight, which comes without credentials and before
   * the request it asks for, is answered at once.
   *
   * @returns whether the request is answered
   */
  answers(request: HttpRequest, response: HttpResponse): boolean {
    if (this.origins.size === 0) return false;
    response.setHeader('vary', 'Origin');
    const origin = headerOf(request, 'origin');
    if (origin === undefined || !this.origins.has(origin)) return false;
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', EXPOSED);
    if (request.method !== 'OPTIONS') return false;
    const asked = headerOf(request, 'access-control-request-headers') ?? '';
    const names = asked.split(',').map((name) => name.trim().toLowerCase());
    answerEmpty(response, 204, {
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': names.filter((name) => SENT.test(name)).join(', '),
      'access-control-max-age': String(REMEMBERED),
    });
    return true;
  }
}
