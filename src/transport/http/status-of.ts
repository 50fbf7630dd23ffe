import type { Reply } from '../../protocol/hot/outlet.js';

const METHOD_NOT_FOUND = -32_601;
const MISSING_CLIENT_CAPABILITY = -32_021;

/** The status of HTTP for an answer of the stateless revision: few errors are answered by a status, too. */
export function statusOf({ code, isUnheard }: Pick<Reply, 'code' | 'isUnheard'>): number {
  if (code === MISSING_CLIENT_CAPABILITY) return 400;
  return isUnheard && code === METHOD_NOT_FOUND ? 404 : 200;
}
