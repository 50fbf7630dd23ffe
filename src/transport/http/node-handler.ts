import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpResponse } from './http-message.js';
import type { HttpEndpoint, RequestCarrier } from './http-endpoint.js';
import { givenBody, readBody, type Body } from './request-body.js';
import type { StatelessDoor } from './stateless-door.js';
import { turn } from './turn.js';

/** A handler of Node requests, as `node:http`, Express and everything built on them understand it. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse, body?: unknown) => void;

/** A request on Node. A client that hangs up on a stateless request cancels it. */
class NodeCarrier implements RequestCarrier {
  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly given: unknown,
  ) {}

  readBody(limit: number, tell: (body: Body) => void): void {
    if (this.given !== undefined) return tell(givenBody(this.given));
    const { isOurs } = this.response as HttpResponse;
    // What a host has bound to the request goes on with its body.
    readBody(this.request, limit, isOurs ? tell : AsyncResource.bind(tell));
  }

  answerStatelessly(door: StatelessDoor, body: unknown): Promise<void> {
    return door.serve(this.request, this.response, body);
  }
}

/**
 * Serves an endpoint's requests on Node.
 *
 * A body that was read already is taken from the third argument or from `request.body`; an Express `next` in its
 * place is not mistaken for one.
 */
export function nodeHandler(endpoint: HttpEndpoint): NodeHandler {
  return (request, response, third) => {
    turn.next();
    const body = typeof third === 'function' ? undefined : third;
    const given = body === undefined ? (request as { body?: unknown }).body : body;
    endpoint.serve(request, response, new NodeCarrier(request, response, given));
  };
}
