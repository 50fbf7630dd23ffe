import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ServerLog } from '../../common/server-log.js';
import { RequestFault } from '../../pipeline/request-fault.js';
import { toProtocolError } from '../errors.js';

/**
 * Sessions have no error code for a capability the client lacks: the model reads of it in the result.
 *
 * @throws ProtocolError for every other fault
 */
export function toolFault(error: unknown, log: ServerLog): CallToolResult {
  if (error instanceof RequestFault && error.kind === 'missing-capability')
    return { content: [{ type: 'text', text: error.message }], isError: true };
  throw toProtocolError('session', error, log);
}
