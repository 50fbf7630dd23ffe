import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostHeaderValidation, originValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { classifyInboundRequest, createMcpHandler, isInitializeRequest } from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import { answerError } from './http-answer.js';
import { readJsonBody } from './http-body.js';
import { HttpSessions, type SessionLimits } from './http-sessions.js';

/** What an HTTP endpoint allows. */
export interface EndpointOptions {
  readonly path: string;
  /** Names under which clients may address the server; guards against DNS rebinding. */
  readonly allowedHosts: readonly string[];
  /** Names of the sites whose pages may call the server. */
  readonly allowedOrigins: readonly string[];
  /** In bytes. */
  readonly maxBodySize: number;
  readonly sessions: SessionLimits;
}

/**
 * One endpoint for both families of revisions: what opens or continues a session goes there, everything else is
 * answered statelessly.
 */
export class HttpEndpoint {
  private readonly sessions: HttpSessions;
  private readonly stateless;
  private readonly answerStateless;
  private readonly hostAllowed;
  private readonly originAllowed;

  constructor(
    factory: ProtocolServerFactory,
    private readonly options: EndpointOptions,
    private readonly log: ServerLog,
  ) {
    this.sessions = new HttpSessions(factory, options.sessions, log);
    this.stateless = createMcpHandler(() => factory.buildForRequest({ era: 'stateless', transport: 'http' }), {
      legacy: 'reject',
      bus: factory.bus,
      onerror: (error) => log.debug('stateless:', error.message),
    });
    this.answerStateless = toNodeHandler(this.stateless, { onerror: (error) => log.debug('stateless:', error.message) });
    this.hostAllowed = hostHeaderValidation([...options.allowedHosts]);
    this.originAllowed = originValidation([...options.allowedOrigins]);
  }

  /** Answers one request; never throws. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.route(request, response);
    } catch (error) {
      if (!request.destroyed) this.log.error('HTTP request failed:', error);
      answerError(response, 500, -32_603, 'Internal error');
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.sessions.close(), this.stateless.close()]);
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.hostAllowed(request, response) || !this.originAllowed(request, response)) return;
    const { path } = this.options;
    if (request.url !== path && request.url?.split('?')[0] !== path)
      return answerError(response, 404, -32_600, `There is nothing here; the MCP endpoint of this server is ${path}`);
    const isPost = request.method === 'POST';
    const body = isPost ? await readJsonBody(request, this.options.maxBodySize) : undefined;
    if (body && !body.ok) return answerError(response, body.status, body.code, body.message);
    const json = body?.json;
    const { kind } = classifyInboundRequest({
      httpMethod: request.method ?? '',
      ...header('protocolVersionHeader', request, 'mcp-protocol-version'),
      ...header('mcpMethodHeader', request, 'mcp-method'),
      ...header('mcpNameHeader', request, 'mcp-name'),
      ...(isPost && { body: json }),
    });
    if (kind !== 'legacy') return this.answerStateless(request as IncomingMessage & { method: string; url: string }, response, json);
    await this.sessions.handle(request, response, json, isInitializeRequest(json));
  }
}

function header<K extends string>(key: K, request: IncomingMessage, name: string): Partial<Record<K, string>> {
  const value = request.headers[name];
  return typeof value === 'string' ? ({ [key]: value } as Record<K, string>) : {};
}
