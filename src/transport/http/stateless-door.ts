import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerLog } from '../../common/server-log.js';
import { callerAddress } from '../../protocol/caller-address.js';
import { isListenRequest } from '../../protocol/stateless/listener.js';
import type { HttpRequest, HttpResponse } from './http-message.js';
import type { InFlight } from './in-flight.js';
import type { ServerFactory } from './server-factory.js';
import type { StatelessEngine } from './stateless-engine.js';
import { StatelessRequests } from './stateless-requests.js';

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
  private loaded: Promise<StatelessEngine> | undefined;
  private readonly requests: StatelessRequests;

  constructor(
    private readonly factory: ServerFactory,
    private readonly options: StatelessOptions,
    private readonly inFlight: InFlight,
    private readonly log: ServerLog,
  ) {
    this.requests = new StatelessRequests(factory, options, inFlight, log);
  }

  /** Answers a message that is in order beyond doubt. @returns whether it does; the others are for `serve` or `fetch` */
  answers(request: HttpRequest, response: HttpResponse, body: unknown): boolean {
    return this.requests.take(request, response, body);
  }

  /** @param body what was read of the request already */
  async serve(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const engine = await this.engine();
    const answer = (read: unknown): Promise<void> =>
      callerAddress.run(request.socket.remoteAddress, () =>
        engine.answerOnNode(request as IncomingMessage & { method: string; url: string }, response, read),
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
  async fetch(
    request: Request,
    body: unknown,
    auth: HttpRequest['auth'],
    address: string | undefined,
  ): Promise<Response> {
    const options = { parsedBody: body, ...(auth && { authInfo: auth }) };
    const engine = await this.engine();
    return callerAddress.run(address, () => engine.answer(request, options));
  }

  async close(): Promise<void> {
    this.requests.close();
    await (await this.loaded)?.close();
  }

  private engine(): Promise<StatelessEngine> {
    return (this.loaded ??= this.load());
  }

  private async load(): Promise<StatelessEngine> {
    const { StatelessEngine } = await import('./stateless-engine.js');
    return new StatelessEngine(this.factory, this.options, this.log);
  }
}
