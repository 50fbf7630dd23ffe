import { ProtocolErrorCode } from '@modelcontextprotocol/server';

/** The status of HTTP for an answer of the stateless revision: one error is answered by a status, too. */
export function statusOf(code: number | undefined): number {
  return code === ProtocolErrorCode.MissingRequiredClientCapability ? 400 : 200;
}
