import { classifyInboundRequest } from '@modelcontextprotocol/server';
import type { Era } from '../../context/exchange.js';
import { headerOf, type HttpRequest } from './http-message.js';
import { isOrdinaryMessage, namesRevision } from '../../protocol/ordinary-message.js';
import { STATELESS_REVISION } from '../../protocol/revisions.js';

/** Which family of revisions a POST belongs to. What belongs to neither is the stateless side's to refuse. */
export function eraOf(request: HttpRequest, body: unknown): Era {
  const version = headerOf(request, 'mcp-protocol-version');
  if (!isStatelessRevision(version) && isOrdinaryMessage(body) && !namesRevision(body)) return 'session';
  const method = headerOf(request, 'mcp-method');
  const name = headerOf(request, 'mcp-name');
  const { kind } = classifyInboundRequest({
    httpMethod: 'POST',
    body,
    ...(version !== undefined && { protocolVersionHeader: version }),
    ...(method !== undefined && { mcpMethodHeader: method }),
    ...(name !== undefined && { mcpNameHeader: name }),
  });
  return kind === 'legacy' ? 'session' : 'stateless';
}

/** Revisions are dates, so their order is that of their text. */
export function isStatelessRevision(version: string | undefined): boolean {
  return version !== undefined && version >= STATELESS_REVISION;
}
