import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  ProtocolError,
  type McpHandlerRequestOptions,
  type McpHttpHandler,
} from '@modelcontextprotocol/server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerLog } from '../../common/server-log.js';
import { callerAddress } from '../../protocol/caller-address.js';
import { isListenRequest } from '../../protocol/stateless/listener.js';
import type { HttpRequest, HttpResponse } from './http-message.js';
import type { InFlight } from './in-flight.js';
import { withNews } from './news-stream.js';
import type { ServerFactory } from './server-factory.js';
import { StatelessRequests } from './stateless-requests.js';
import { statusOf } from './status-of.js';

export interface StatelessOptions {
  /** In bytes. */
  readonly maxBodySize: number;
  /** In ms; 0 for never. */
  readonly keepAlive: number;
  /**
   * Also serve clients of the session revisions, each request by itself: nothing is remembered between two requests,
   * and the server cannot ask anything.
   */
  readonly servesSessionRevisions: boolean;
}

/** Where requests come in that say everything about themselves (revision 2026-07-28). */
export class StatelessDoor {
  private readonly handler: McpHttpHandler;
  private readonly answerOnNode;
  private readonly requests: StatelessRequests;

  constructor(
    private readonly factory: ServerFactory,
    { maxBodySize, keepAlive, servesSessionRevisions }: StatelessOptions,
    private readonly inFlight: InFlight,
    log: ServerLog,
  ) {
    this.requests = new StatelessRequests(factory, { keepAlive, servesSessionRevisions }, inFlight, log);
    const onerror = (error: Error): void => log.debug('stateless:', error.message);
    this.handler = createMcpHandler(
      ({ era }) =>
        era === 'modern'
          ? factory.buildForRequest({ era: 'stateless', transport: 'http' })
          : factory.build({ era: 'session', transport: 'http', isIsolated: true }),
      {
        legacy: servesSessionRevisions ? 'stateless' : 'reject',
        bus: factory.bus,
        maxRequestBodySize: maxBodySize,
        keepAliveMs: keepAlive,
        onerror,
      },
    );
    this.answerOnNode = toNodeHandler(
      { fetch: (request, options) => this.answer(request, options) },
      { onerror },
    );
  }

  /** Answers a message that is in order beyond doubt. @returns whether it does; the others are for `serve` or `fetch` */
  answers(request: HttpRequest, response: HttpResponse, body: unknown): boolean {
    return this.requests.take(request, response, body);
  }

  /** @param body what was read of the request already */
  async serve(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const answer = (read: unknown): Promise<void> =>
      callerAddress.run(request.socket.remoteAddress, () =>
        this.answerOnNode(request as IncomingMessage & { method: string; url: string }, response, read),
      );
    // A stream of changes stays open until one side closes it, so closing must not wait for it.
    if (isListenRequest(body)) return answer(body);
    this.inFlight.begin();
    try {
      await answer(body);
    } finally {
      this.inFlight.end();
    }
  }

  /** @param auth who sends the request, if that was looked at */
  fetch(
    request: Request,
    body: unknown,
    auth: HttpRequest['auth'],
    address: string | undefined,
  ): Promise<Response> {
    const options = { parsedBody: body, ...(auth && { authInfo: auth }) };
    return callerAddress.run(address, () => this.answer(request, options));
  }

  close(): Promise<void> {
    this.requests.close();
    return this.handler.close();
  }

  private async answer(request: Request, options: McpHandlerRequestOptions = {}): Promise<Response> {
    const { parsedBody: body, authInfo: auth } = options;
    if (!isListenRequest(body)) return this.handler.fetch(request, options);
    try {
      return await this.factory.listen(body, { transport: 'http' }, { auth, request }, async (read, news) => {
        const response = await this.handler.fetch(request, { ...options, parsedBody: read });
        return news ? withNews(response, news) : response;
      });
    } catch (thrown) {
      if (!(thrown instanceof ProtocolError)) throw thrown;
      const { code, message, data } = thrown;
      const error = { code, message, data };
      return Response.json({ jsonrpc: '2.0', id: body.id, error }, { status: statusOf({ code }) });
    }
  }
}
