import type { ServerLog } from '../../common/server-log.js';
import type { HotPath } from '../../protocol/hot/hot-path.js';
import type { HotRequest } from '../../protocol/hot/hot-request.js';
import { isOrdinaryMessage } from '../../protocol/ordinary-message.js';
import { headerOf, type HttpRequest, type HttpResponse } from './http-message.js';
import type { InFlight } from './in-flight.js';
import { statusOf } from './status-of.js';
import { RequestHead } from './session/request-head.js';
import { StatelessAnswer } from './stateless-answer.js';

/** Where requests of the stateless revision come in that need no engine. */
export class StatelessHotPath {
  private readonly running = new Set<HotRequest>();

  constructor(
    private readonly path: HotPath,
    /** In ms; 0 for never. */
    private readonly keepAlive: number,
    private readonly inFlight: InFlight,
    private readonly log: ServerLog,
  ) {}

  /** @returns whether the request is answered here */
  serve(request: HttpRequest, response: HttpResponse, body: unknown): boolean {
    const { headers } = request;
    const version = headers['mcp-protocol-version'];
    if (version === undefined || !isOrdinaryMessage(body) || !('id' in body)) return false;
    const said = {
      version: headerOf(request, 'mcp-protocol-version'),
      method: headerOf(request, 'mcp-method'),
      name: headerOf(request, 'mcp-name'),
    };
    const hot = this.path.stateless(body, said, { auth: request.auth, http: new RequestHead(request) });
    if (!hot) return false;
    void this.answer(hot, response);
    return true;
  }

  /** Nobody waits any longer for what is still running. */
  close(): void {
    for (const hot of this.running) hot.hangUp();
  }

  private async answer(hot: HotRequest, response: HttpResponse): Promise<void> {
    const answer = new StatelessAnswer(response, this.keepAlive);
    hot.outlet = answer;
    this.running.add(hot);
    this.inFlight.begin();
    try {
      const reply = await this.path.answer(hot);
      if (reply) answer.end(reply, statusOf(reply.code));
      else answer.giveUp();
    } catch (error) {
      this.log.error('A request could not be answered:', error);
      answer.giveUp();
    } finally {
      this.running.delete(hot);
      this.inFlight.end();
    }
  }
}
