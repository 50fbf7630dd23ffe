import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { unguessableId } from '../../../common/ids.js';
import type { ServerLog } from '../../../common/server-log.js';
import { callerKeyOf } from '../caller-key.js';
import { headerOf, type HttpRequest, type HttpResponse } from '../http-message.js';
import type { InFlight } from '../in-flight.js';
import { answerEmpty, refuse, type Refusal } from '../json-answer.js';
import { toMessage } from '../rpc-message.js';
import { SESSION_ENDED } from './registered-session.js';
import { isRefusal, type SessionRegistry } from './session-registry.js';
import type { Resumability } from './session-streams.js';
import { SessionTransport } from './session-transport.js';
import type { ServerFactory } from '../server-factory.js';

export interface SessionDoorOptions {
  readonly keepAlive: number;
  readonly resumability: Resumability | undefined;
}

/** Revision 2025-06-18 took batches out of the protocol. */
const BATCHES_UNTIL = '2025-03-26';

/** Where clients that hold a session come in (revisions 2025-03-26 to 2025-11-25, and older ones over this transport). */
export class SessionDoor {
  constructor(
    private readonly factory: ServerFactory,
    private readonly registry: SessionRegistry,
    private readonly inFlight: InFlight,
    private readonly options: SessionDoorOptions,
    private readonly log: ServerLog,
  ) {}

  /** @param body one message, or an array of them */
  async post(request: HttpRequest, response: HttpResponse, body: unknown): Promise<void> {
    const accept = headerOf(request, 'accept');
    if (!accept?.includes('application/json') || !accept.includes('text/event-stream'))
      return refuse(response, notAcceptable('both application/json and text/event-stream'));
    const isBatch = Array.isArray(body);
    const messages = (isBatch ? body : [body]).map(toMessage) as JSONRPCMessage[];
    if (messages.includes(undefined as never))
      return refuse(response, badRequest(-32_700, 'Parse error: Invalid JSON-RPC message'));
    const isOpening = messages.some((message) => 'method' in message && message.method === 'initialize');
    if (isOpening && messages.length > 1)
      return refuse(
        response,
        badRequest(-32_600, 'Invalid Request: Only one initialization request is allowed'),
      );
    if (isOpening && !headerOf(request, 'mcp-session-id')) return this.open(request, response, messages);

    const session = this.find(request, response);
    if (!session) return;
    if (isOpening)
      return refuse(response, badRequest(-32_600, 'Invalid Request: Server already initialized'));
    if (isBatch && !this.mayBatch(session, request, response)) return;
    session.receive(request, response, messages, isBatch);
  }

  async get(request: HttpRequest, response: HttpResponse): Promise<void> {
    const session = this.find(request, response);
    if (!session) return;
    if (headerOf(request, 'accept')?.includes('text/event-stream')) await session.listen(request, response);
    else refuse(response, notAcceptable('text/event-stream'));
  }

  async delete(request: HttpRequest, response: HttpResponse): Promise<void> {
    const session = this.find(request, response);
    if (!session) return;
    await session.end(SESSION_ENDED);
    answerEmpty(response, 200);
  }

  private async open(
    request: HttpRequest,
    response: HttpResponse,
    messages: readonly JSONRPCMessage[],
  ): Promise<void> {
    const { keepAlive, resumability } = this.options;
    const principal = callerKeyOf(request);
    const place = this.registry.reserve(principal);
    if (isRefusal(place)) return refuse(response, place);
    try {
      const id = unguessableId();
      const transport: SessionTransport = new SessionTransport({
        id,
        principal,
        keepAlive,
        resumability,
        inFlight: this.inFlight,
        onopened: () => place.admit(transport),
        onended: () => {
          place.release();
          return this.factory.endSession(id);
        },
      });
      const server = this.factory.build({ era: 'session', transport: 'http' });
      // The engine passes on what the transport reports, and adds its own.
      server.onerror = (error) => this.log.debug('session:', error.message);
      await server.connect(transport);
      transport.receive(request, response, messages, false);
    } catch (error) {
      place.release();
      throw error;
    }
  }

  /** The session of a request; where there is none the response says so. */
  private find(request: HttpRequest, response: HttpResponse): SessionTransport | undefined {
    const id = headerOf(request, 'mcp-session-id');
    if (!id) {
      refuse(response, badRequest(-32_000, 'Bad Request: Mcp-Session-Id header is required'));
      return undefined;
    }
    const session = this.registry.find(id, callerKeyOf(request));
    if (!(session instanceof SessionTransport)) {
      refuse(response, { status: 404, code: -32_001, message: 'Session not found' });
      return undefined;
    }
    const version = headerOf(request, 'mcp-protocol-version');
    if (version === undefined || session.supportedVersions.includes(version)) return session;
    const supported = session.supportedVersions.join(', ');
    const message = `Bad Request: Unsupported protocol version: ${version} (supported versions: ${supported})`;
    refuse(response, badRequest(-32_000, message));
    return undefined;
  }

  private mayBatch(session: SessionTransport, request: HttpRequest, response: HttpResponse): boolean {
    const version = session.versionOf(request);
    if (version <= BATCHES_UNTIL) return true;
    const message = `Invalid Request: protocol revision ${version} has no batches; send one message at a time`;
    refuse(response, badRequest(-32_600, message));
    return false;
  }
}

function badRequest(code: number, message: string): Refusal {
  return { status: 400, code, message };
}

function notAcceptable(types: string): Refusal {
  return { status: 406, code: -32_000, message: `Not Acceptable: Client must accept ${types}` };
}
