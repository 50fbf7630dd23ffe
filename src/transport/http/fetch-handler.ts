import type { HttpEndpoint, RequestCarrier } from './http-endpoint.js';
import { bodyTooLarge, parseBody, refused, type Body } from './request-body.js';
import type { HttpRequest } from './http-message.js';
import type { StatelessDoor } from './stateless-door.js';
import { toHttpRequest, WebResponse } from './web-exchange.js';

/** What a host knows of who sends a request, and the request itself does not say. */
export interface FetchCaller {
  /** Where the connection comes from: for `rateLimit({ by: 'ip' })`, for limits of callers without a name, for the log. */
  readonly address?: string | undefined;
}

/** A handler of web-standard requests. */
export type FetchHandler = (request: Request, caller?: FetchCaller) => Promise<Response>;

class WebCarrier implements RequestCarrier {
  constructor(
    private readonly request: Request,
    private readonly head: HttpRequest,
    private readonly response: WebResponse,
  ) {}

  readBody(limit: number, tell: (body: Body) => void): void {
    void this.read(limit).then(tell);
  }

  async answerStatelessly(door: StatelessDoor, body: unknown): Promise<void> {
    const { auth, socket } = this.head;
    this.response.become(await door.fetch(this.request, body, auth, socket?.remoteAddress));
  }

  private async read(limit: number): Promise<Body> {
    try {
      const text = await readText(this.request, limit);
      return text === undefined ? refused(bodyTooLarge(limit)) : parseBody(text);
    } catch {
      return refused({ status: 400, code: -32_700, message: 'Parse error: the body could not be read' });
    }
  }
}

/** Serves an endpoint's requests as web-standard ones. */
export function fetchHandler(endpoint: HttpEndpoint): FetchHandler {
  return async (request, caller) => {
    const response = new WebResponse(request.signal);
    const head = toHttpRequest(request, addressOf(caller));
    endpoint.serve(head, response, new WebCarrier(request, head, response));
    return response.response;
  };
}

/** Some hosts hand over an object of their own as the second argument. */
function addressOf(caller: FetchCaller | undefined): string | undefined {
  const address: unknown = caller?.address;
  return typeof address === 'string' ? address : undefined;
}

/** The body; `undefined` where it is larger than the limit, and nothing is read past that. */
async function readText(request: Request, limit: number): Promise<string | undefined> {
  if (Number(request.headers.get('content-length')) > limit) return undefined;
  const decoder = new TextDecoder();
  let [size, text] = [0, ''];
  for await (const piece of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.byteLength;
    if (size > limit) return undefined;
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
