import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerLog } from '../../common/server-log.js';
import { callerAddress } from '../../protocol/caller-address.js';
import { callerOf } from '../../protocol/http-caller.js';
import { listenAs } from '../../protocol/stateless/listener.js';
import type { HttpRequest } from './http-message.js';
import type { InFlight } from './in-flight.js';
import type { ServerFactory } from './server-factory.js';

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
    factory: ServerFactory,
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
    const isCounted = !isSubscription(body);
    if (isCounted) this.inFlight.begin();
    try {
      const caller = callerOf((request as HttpRequest).auth)?.principal;
      await callerAddress.run(request.socket.remoteAddress, () =>
        listenAs(body, caller, () =>
          this.answerOnNode(request as IncomingMessage & { method: string; url: string }, response, body),
        ),
      );
    } finally {
      if (isCounted) this.inFlight.end();
    }
  }

  /** @param auth who sends the request, if that was looked at */
  async fetch(request: Request, body: unknown, auth: HttpRequest['auth']): Promise<Response> {
    return listenAs(body, callerOf(auth)?.principal, () =>
      this.handler.fetch(request, { parsedBody: body, ...(auth && { authInfo: auth }) }),
    );
  }

  close(): Promise<void> {
    return this.handler.close();
  }
}

/** A subscription stays open until one side closes it, so closing must not wait for it. */
function isSubscription(body: unknown): boolean {
  return (body as { method?: unknown } | null | undefined)?.method === 'subscriptions/listen';
}
