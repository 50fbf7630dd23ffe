import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  ProtocolError,
  type JSONRPCNotification,
  type McpHandlerRequestOptions,
  type McpHttpHandler,
} from '@modelcontextprotocol/server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerLog } from '../../common/server-log.js';
import { callerAddress } from '../../protocol/caller-address.js';
import { isListenRequest } from '../../protocol/stateless/listener.js';
import { isOrdinaryMessage, namesRevision } from '../../protocol/ordinary-message.js';
import type { StandardHeaders } from '../../protocol/stateless/standard-headers.js';
import { isStatelessRevision, STATELESS_REVISION } from './era-of.js';
import { headerOf, type HttpRequest, type HttpResponse } from './http-message.js';
import type { InFlight } from './in-flight.js';
import { answerEmpty } from './json-answer.js';
import { withNews } from './news-stream.js';
import type { ServerFactory } from './server-factory.js';
import { RequestHead } from './session/request-head.js';
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
    this.requests = new StatelessRequests(keepAlive, inFlight, log);
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

  /**
   * Answers a message that is in order beyond doubt: past the engine, or through the one that all share.
   *
   * @returns whether it does; the others are for `serve` or `fetch`
   */
  answers(request: HttpRequest, response: HttpResponse, body: unknown): boolean {
    if (!isStatelessRevision(headerOf(request, 'mcp-protocol-version')) || !isOrdinaryMessage(body))
      return false;
    const said = standardHeaders(request);
    if (!('id' in body)) return this.notes(body, said, response);
    const { requests } = this;
    const { hotPath, engines } = this.factory;
    const sender = { auth: request.auth, http: new RequestHead(request) };
    const hot = hotPath?.stateless(body, said, sender);
    if (hot) {
      void requests.answer(hot, response, (request) => hotPath!.answer(request));
      return true;
    }
    const call = engines?.stateless(body, said, sender);
    if (call) void requests.answer(call, response, (request) => engines!.answer(request));
    return call !== undefined;
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

  /** A notification of a client that nobody remembers afterwards means nothing to anybody. */
  private notes(message: JSONRPCNotification, said: StandardHeaders, response: HttpResponse): boolean {
    if (said.version !== STATELESS_REVISION || said.method !== message.method || namesRevision(message))
      return false;
    answerEmpty(response, 202);
    return true;
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

function standardHeaders(request: HttpRequest): StandardHeaders {
  return {
    version: headerOf(request, 'mcp-protocol-version'),
    method: headerOf(request, 'mcp-method'),
    name: headerOf(request, 'mcp-name'),
    other: (name) => headerOf(request, name),
  };
}
