import { ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Reply } from '../../protocol/hot/outlet.js';

/** The status of HTTP for an answer of the stateless revision: few errors are answered by a status, too. */
export function statusOf({ code, isUnheard }: Pick<Reply, 'code' | 'isUnheard'>): number {
  if (code === ProtocolErrorCode.MissingRequiredClientCapability) return 400;
  return isUnheard && code === ProtocolErrorCode.MethodNotFound ? 404 : 200;
}
