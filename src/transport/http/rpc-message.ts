import { parseJSONRPCMessage, type JSONRPCMessage } from '@modelcontextprotocol/server';
import { isOrdinaryMessage } from '../../protocol/ordinary-message.js';

/**
 * The message a value is, or `undefined` where it is none. Requests and notifications of the ordinary shape are
 * recognised by hand, which costs a hundredth of a schema; the schema decides on everything else.
 */
export function toMessage(value: unknown): JSONRPCMessage | undefined {
  if (isOrdinaryMessage(value)) return value;
  try {
    return parseJSONRPCMessage(value);
  } catch {
    return undefined;
  }
}
