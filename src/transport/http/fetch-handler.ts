import { readRequestBody } from '@modelcontextprotocol/server';
import type { HttpEndpoint, RequestCarrier } from './http-endpoint.js';
import { bodyTooLarge, parseBody, refused, type Body } from './request-body.js';
import type { HttpRequest } from './http-message.js';
import type { StatelessDoor } from './stateless-door.js';
import { toHttpRequest, WebResponse } from './web-exchange.js';

/** A handler of web-standard requests. */
export type FetchHandler = (request: Request) => Promise<Response>;

class WebCarrier implements RequestCarrier {
  constructor(
    private readonly request: Request,
    private readonly head: HttpRequest,
    private readonly response: WebResponse,
  ) {}

  async readBody(limit: number): Promise<Body> {
    try {
      const body = await readRequestBody(this.request, limit);
      return body.tooLarge ? refused(bodyTooLarge(limit)) : parseBody(body.text);
    } catch {
      return refused({ status: 400, code: -32_700, message: 'Parse error: the body could not be read' });
    }
  }

  async answerStatelessly(door: StatelessDoor, body: unknown): Promise<void> {
    this.response.become(await door.fetch(this.request, body, this.head.auth));
  }
}

/** Serves an endpoint's requests as web-standard ones. */
export function fetchHandler(endpoint: HttpEndpoint): FetchHandler {
  return async (request) => {
    const response = new WebResponse(request.signal);
    const head = toHttpRequest(request);
    void endpoint.serve(head, response, new WebCarrier(request, head, response));
    return response.response;
  };
}
