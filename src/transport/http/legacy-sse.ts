import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { JSONRPCMessage, MessageExtraInfo, RequestId, Transport } from '@modelcontextprotocol/server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerLog } from '../../common/server-log.js';
import { callerKeyOf } from './caller-key.js';
import type { HttpRequest } from './http-message.js';
import { asksForAnswer, unavailable, unreadable, type HttpEndpoint } from './http-endpoint.js';
import type { InFlight } from './in-flight.js';
import { answerEmpty, refuse, type Refusal } from './json-answer.js';
import { readBody, type Body } from './request-body.js';
import { toMessages } from '../rpc-message.js';
import type { ServerFactory } from './server-factory.js';
import type { RegisteredSession } from './session/registered-session.js';
import { requestHead } from './session/request-head.js';
import { isRefusal } from './session/session-registry.js';
import { MAX_BACKLOG } from './session/sse-connection.js';

/** Where the older transport is served. */
export interface LegacySsePaths {
  readonly stream: string;
  readonly messages: string;
}

/** A session that is one event stream; it lives as long as its connection. */
class SseSession implements RegisteredSession {
  readonly isBusy = true;
  readonly lastUsed = 0;
  /** Requests without an answer yet: closing the server waits for them. */
  private readonly pending = new Set<RequestId>();

  constructor(
    readonly transport: SSEServerTransport,
    readonly principal: string | undefined,
    response: ServerResponse,
    private readonly inFlight: InFlight,
  ) {
    const send = transport.send.bind(transport);
    transport.send = async (message) => {
      try {
        await send(message);
        // The transport writes whether anybody reads or not.
        if (response.writableLength > MAX_BACKLOG) response.destroy();
      } finally {
        if (!('method' in message) && message.id !== undefined) this.settle(message.id);
      }
    };
  }

  get id(): string {
    return this.transport.sessionId;
  }

  receive(message: JSONRPCMessage, extra: MessageExtraInfo): void {
    if ('method' in message && 'id' in message && !this.pending.has(message.id)) {
      this.pending.add(message.id);
      this.inFlight.begin();
    }
    // The transport is of the engine's first generation. Both generations ask the same of a transport.
    (this.transport as unknown as Transport).onmessage?.(message, extra);
    if ('method' in message && message.method === 'notifications/cancelled')
      this.settle(message.params?.['requestId'] as RequestId); // it will never be answered
  }

  /** The connection is gone, and nobody is left to be answered. */
  abandon(): void {
    for (const id of [...this.pending]) this.settle(id);
  }

  end(): Promise<void> {
    return this.transport.close();
  }

  private settle(id: RequestId): void {
    if (this.pending.delete(id)) this.inFlight.end();
  }
}

/**
 * HTTP with server-sent events, the transport of revision 2024-11-05: one event stream for everything the server
 * says, and a second address for what the client says. Its sessions count together with all others.
 */
export class LegacySse {
  constructor(
    private readonly factory: ServerFactory,
    private readonly endpoint: HttpEndpoint,
    private readonly paths: LegacySsePaths,
    private readonly log: ServerLog,
  ) {}

  /** @returns whether the path is one of this transport; then the request is answered */
  async serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (path !== this.paths.stream && path !== this.paths.messages) return false;
    try {
      const { guard, cors } = this.endpoint;
      const stranger = guard.refusal(request);
      // A page is told that it may ask before it sends who it is.
      if (!stranger && cors.answers(request, response)) return true;
      const refusal = stranger ?? (await this.endpoint.admit(request, response));
      if (refusal) refuse(response, refusal);
      else if (response.destroyed) return true;
      else if (path === this.paths.stream) await this.open(request, response);
      else await this.post(request, response);
    } catch (error) {
      this.log.error('An HTTP request failed:', error);
      refuse(response, { status: 500, code: -32_603, message: 'Internal error' });
    }
    return true;
  }

  private async open(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET') return refuse(response, notAllowed('GET'));
    const server = await this.factory.build({ era: 'session', transport: 'sse' });
    if (response.destroyed) return;
    if (this.endpoint.isClosing) return refuse(response, unavailable);
    const { keepAlive } = this.endpoint.options;
    const principal = callerKeyOf(request);
    const place = this.endpoint.registry.reserve(principal, request);
    if (isRefusal(place)) return refuse(response, place);
    response.setHeader('x-accel-buffering', 'no');
    const transport = new SSEServerTransport(this.paths.messages, response);
    const session = new SseSession(transport, principal, response, this.endpoint.inFlight);
    response.once('close', () => {
      place.release();
      session.abandon();
      void this.factory.endSession(transport.sessionId);
    });
    place.admit(session);
    server.onerror = (error) => this.log.debug('sse:', error.message);
    await server.connect(transport);
    if (keepAlive <= 0) return;
    const timer = setInterval(() => {
      if (!response.writableEnded) response.write(': keep-alive\n\n');
    }, keepAlive).unref();
    response.once('close', () => clearInterval(timer));
  }

  private async post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return refuse(response, notAllowed('POST'));
    const { maxBodySize } = this.endpoint.options;
    const problem = unreadable(request, maxBodySize);
    if (problem) return refuse(response, problem);
    const id = new URL(request.url ?? '', 'http://localhost').searchParams.get('sessionId');
    if (!id)
      return refuse(response, { status: 400, code: -32_000, message: 'Bad Request: sessionId is required' });
    const session = this.endpoint.registry.find(id, callerKeyOf(request));
    if (!(session instanceof SseSession))
      return refuse(response, { status: 404, code: -32_001, message: 'Session not found' });
    const body = await new Promise<Body>((tell) => readBody(request, maxBodySize, tell));
    if (body.kind === 'gone') return;
    if (body.kind === 'refused') return refuse(response, body.refusal);
    const refusal = this.endpoint.refusalOfMessages(request, body.value);
    if (refusal) return refuse(response, refusal);
    const messages = await toMessages(Array.isArray(body.value) ? body.value : [body.value]);
    if (messages.includes(undefined))
      return refuse(response, {
        status: 400,
        code: -32_700,
        message: 'Parse error: Invalid JSON-RPC message',
      });
    if (this.endpoint.isClosing && asksForAnswer(body.value)) return refuse(response, unavailable);
    answerEmpty(response, 202);
    const { auth } = request as HttpRequest;
    const extra = { request: requestHead(request), ...(auth && { authInfo: auth }) };
    for (const message of messages) session.receive(message!, extra);
  }
}

function notAllowed(allow: string): Refusal {
  return { status: 405, code: -32_000, message: 'Method not allowed.', headers: { allow } };
}
