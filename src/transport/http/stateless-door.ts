import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerLog } from '../../common/server-log.js';
import { callerAddress } from '../../protocol/caller-address.js';
import { isListenRequest, type ListenRequest } from '../../protocol/stateless/listener.js';
import type { HttpRequest } from './http-message.js';
import type { InFlight } from './in-flight.js';
import type { ServerFactory } from './server-factory.js';
import { requestHead } from './session/request-head.js';

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

  constructor(
    private readonly factory: ServerFactory,
    { maxBodySize, keepAlive, servesSessionRevisions }: StatelessOptions,
    private readonly inFlight: InFlight,
    log: ServerLog,
  ) {
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
    this.answerOnNode = toNodeHandler(this.handler, { onerror });
  }

  /** @param body what was read of the request already */
  async serve(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const answer = (read: unknown): Promise<void> =>
      callerAddress.run(request.socket.remoteAddress, () =>
        this.answerOnNode(request as IncomingMessage & { method: string; url: string }, response, read),
      );
    // A stream of changes stays open until one side closes it, so closing must not wait for it.
    if (isListenRequest(body)) {
      return this.listen(body, requestHead(request), (request as HttpRequest).auth, answer);
    }
    this.inFlight.begin();
    try {
      await answer(body);
    } finally {
      this.inFlight.end();
    }
  }

  /** @param auth who sends the request, if that was looked at */
  async fetch(request: Request, body: unknown, auth: HttpRequest['auth']): Promise<Response> {
    const answer = (read: unknown): Promise<Response> =>
      this.handler.fetch(request, { parsedBody: read, ...(auth && { authInfo: auth }) });
    return isListenRequest(body) ? this.listen(body, request, auth, answer) : answer(body);
  }

  close(): Promise<void> {
    return this.handler.close();
  }

  private listen<T>(
    body: ListenRequest,
    request: Request,
    auth: HttpRequest['auth'],
    answer: (body: unknown) => Promise<T>,
  ): Promise<T> {
    return this.factory.listen(body, { transport: 'http' }, { auth, request }, answer);
  }
}
