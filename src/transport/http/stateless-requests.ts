import type { JSONRPCNotification, JSONRPCRequest } from '@modelcontextprotocol/server';
import type { ServerLog } from '../../common/server-log.js';
import type { Sender } from '../../protocol/hot/hot-request.js';
import { standaloneLines, type Line } from '../../protocol/line.js';
import { isOrdinaryMessage, namesRevision } from '../../protocol/ordinary-message.js';
import { SESSION_REVISIONS, STATELESS_REVISION } from '../../protocol/revisions.js';
import { RunningRequests, type Accepted, type Way } from '../../protocol/running-requests.js';
import type { StandardHeaders } from '../../protocol/stateless/standard-headers.js';
import { isStatelessRevision } from './era-of.js';
import { headerOf, type HttpRequest, type HttpResponse } from './http-message.js';
import type { InFlight } from './in-flight.js';
import { answerEmpty } from './json-answer.js';
import type { ServerFactory } from './server-factory.js';
import { RequestHead } from './session/request-head.js';
import { StatelessAnswer } from './stateless-answer.js';

export interface StatelessRequestsOptions {
  /** In ms; 0 for never. */
  readonly keepAlive: number;
  /** Whether requests of the session revisions come here, too. */
  readonly servesSessionRevisions: boolean;
}

type Ways = Pick<ServerFactory, 'hotPath' | 'engines'>;

/** Takes requests that stand for themselves and are in order beyond doubt: past the engine, or through one that all share. */
export class StatelessRequests {
  private readonly running: RunningRequests<Accepted>;

  constructor(
    private readonly ways: Ways,
    private readonly options: StatelessRequestsOptions,
    private readonly inFlight: InFlight,
    log: ServerLog,
  ) {
    this.running = new RunningRequests(log);
  }

  /** @returns whether the message is answered here */
  take(request: HttpRequest, response: HttpResponse, body: unknown): boolean {
    const version = headerOf(request, 'mcp-protocol-version');
    const isStateless = isStatelessRevision(version);
    if (!isStateless && !this.options.servesSessionRevisions) return false;
    if (!isOrdinaryMessage(body) || !(isStateless || isOfSession(request, body, version))) return false;
    const said = headersOf(request, version);
    if (!('id' in body)) return this.takeNotification(body, isStateless ? said : undefined, response);
    const sender = { auth: request.auth, http: new RequestHead(request) };
    return isStateless
      ? this.takeRequest(body, said, sender, response)
      : this.takeIsolated(body, sender, response);
  }

  /** Nobody waits any longer for what is still running. */
  close(): void {
    this.running.hangUp();
  }

  private takeRequest(
    message: JSONRPCRequest,
    said: StandardHeaders,
    sender: Sender,
    response: HttpResponse,
  ): boolean {
    const { hotPath, engines } = this.ways;
    const hot = hotPath?.stateless(message, said, sender);
    if (hot) return this.run(hot, hotPath!, standaloneLines.stateless, response);
    const call = engines?.stateless(message, said, sender);
    return call !== undefined && this.run(call, engines!, standaloneLines.stateless, response);
  }

  private takeIsolated(message: JSONRPCRequest, sender: Sender, response: HttpResponse): boolean {
    const { hotPath, engines } = this.ways;
    const hot = hotPath?.isolated(message, sender);
    if (hot) return this.run(hot, hotPath!, standaloneLines.session, response);
    const call = engines?.isolated(message, sender);
    return call !== undefined && this.run(call, engines!, standaloneLines.session, response);
  }

  /** Of a client that nobody remembers afterwards it means nothing to anybody. */
  private takeNotification(
    message: JSONRPCNotification,
    said: StandardHeaders | undefined,
    response: HttpResponse,
  ): boolean {
    if (said && (said.version !== STATELESS_REVISION || said.method !== message.method)) return false;
    if (namesRevision(message)) return false;
    answerEmpty(response, 202);
    return true;
  }

  private run<A extends Accepted>(request: A, way: Way<A>, line: Line, response: HttpResponse): boolean {
    this.running.run(
      request,
      new StatelessAnswer(response, this.options.keepAlive, this.inFlight),
      way,
      line,
    );
    return true;
  }
}

/** Whether a request is of a session revision, and what comes without a session needs nothing else. */
function isOfSession(
  request: HttpRequest,
  message: { readonly params?: unknown },
  version?: string,
): boolean {
  const accept = headerOf(request, 'accept');
  if (!accept?.includes('application/json') || !accept.includes('text/event-stream')) return false;
  return (version === undefined || SESSION_REVISIONS.includes(version)) && !namesRevision(message);
}

function headersOf(request: HttpRequest, version: string | undefined): StandardHeaders {
  return {
    version,
    method: headerOf(request, 'mcp-method'),
    name: headerOf(request, 'mcp-name'),
    other: (name) => headerOf(request, name),
  };
}
