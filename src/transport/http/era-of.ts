import type { Eventually } from '../../common/eventually.js';
import { isOrdinaryMessage, namesRevision } from '../../protocol/ordinary-message.js';
import { STATELESS_REVISION } from '../../protocol/revisions.js';
import { headerOf, type HttpRequest } from './http-message.js';

/**
 * Whether a POST belongs to the revisions with sessions, where that is plain; else later, by the SDK. What belongs to no revision
 * is the stateless side's to refuse.
 */
export function isOfSession(request: HttpRequest, body: unknown): Eventually<boolean> {
  const version = headerOf(request, 'mcp-protocol-version');
  if (!isStatelessRevision(version) && isOrdinaryMessage(body) && !namesRevision(body)) return true;
  return classify(request, body, version);
}

async function classify(request: HttpRequest, body: unknown, version: string | undefined): Promise<boolean> {
  const { classifyInboundRequest } = await import('@modelcontextprotocol/server');
  const method = headerOf(request, 'mcp-method');
  const name = headerOf(request, 'mcp-name');
  const { kind } = classifyInboundRequest({
    httpMethod: 'POST',
    body,
    ...(version !== undefined && { protocolVersionHeader: version }),
    ...(method !== undefined && { mcpMethodHeader: method }),
    ...(name !== undefined && { mcpNameHeader: name }),
  });
  return kind === 'legacy';
}

/** Revisions are dates, so their order is that of their text. */
export function isStatelessRevision(version: string | undefined): boolean {
  return version !== undefined && version >= STATELESS_REVISION;
}
