import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { unguessableId } from '../common/ids.js';
import type { ServerLog } from '../common/server-log.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import { answerError } from './http-answer.js';

/** How many sessions are kept, and how long an unused one. */
export interface SessionLimits {
  readonly max: number;
  /** In milliseconds. */
  readonly idle: number;
}

interface HttpSession {
  readonly transport: NodeStreamableHTTPServerTransport;
  lastUsed: number;
  /** Requests and streams that are open now; a session in use is not idle. */
  open: number;
}

/** The sessions of clients that open one (up to revision 2025-11-25). */
export class HttpSessions {
  private readonly sessions = new Map<string, HttpSession>();
  private readonly reaper: NodeJS.Timeout;

  constructor(
    private readonly factory: ProtocolServerFactory,
    private readonly limits: SessionLimits,
    private readonly log: ServerLog,
  ) {
    this.reaper = setInterval(() => this.closeIdle(), Math.min(limits.idle, 30_000)).unref();
  }

  /** Answers a request that belongs to a session, or opens one. */
  async handle(request: IncomingMessage, response: ServerResponse, body: unknown, opens: boolean): Promise<void> {
    const id = request.headers['mcp-session-id'];
    if (typeof id === 'string') return this.continue(id, request, response, body);
    if (!opens) return answerError(response, 400, -32_000, 'Bad Request: the Mcp-Session-Id header is required');
    if (this.sessions.size >= this.limits.max)
      return answerError(response, 503, -32_000, 'The server has reached its limit of sessions; try again later');
    await (await this.open()).handleRequest(request, response, body);
  }

  async close(): Promise<void> {
    clearInterval(this.reaper);
    await Promise.all(Array.from(this.sessions.values(), ({ transport }) => transport.close()));
    this.sessions.clear();
  }

  private async continue(
    id: string,
    request: IncomingMessage,
    response: ServerResponse,
    body: unknown,
  ): Promise<void> {
    const session = this.sessions.get(id);
    if (!session) return answerError(response, 404, -32_001, 'Session not found');
    session.open++;
    session.lastUsed = Date.now();
    response.once('close', () => {
      session.open--;
      session.lastUsed = Date.now();
    });
    await session.transport.handleRequest(request, response, body);
  }

  private async open(): Promise<NodeStreamableHTTPServerTransport> {
    const transport: NodeStreamableHTTPServerTransport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: unguessableId,
      onsessioninitialized: (id) => {
        this.sessions.set(id, { transport, lastUsed: Date.now(), open: 0 });
      },
    });
    await this.factory.build({ era: 'session', transport: 'http' }).connect(transport);
    const { onclose } = transport;
    transport.onclose = () => {
      onclose?.();
      if (transport.sessionId !== undefined) this.sessions.delete(transport.sessionId);
    };
    transport.onerror = (error) => this.log.debug('session:', error.message);
    return transport;
  }

  private closeIdle(): void {
    const limit = Date.now() - this.limits.idle;
    for (const session of this.sessions.values())
      if (session.open === 0 && session.lastUsed < limit)
        session.transport.close().catch((error: unknown) => this.log.warn('An idle session did not close:', error));
  }
}
