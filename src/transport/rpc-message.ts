import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { isOrdinaryMessage } from '../protocol/ordinary-message.js';

/** In place of each value the message it is, or `undefined` where it is none. */
type Messages = readonly (JSONRPCMessage | undefined)[];

/**
 * The messages that values are. Requests and notifications of the ordinary shape are recognised by hand and at once, which
 * costs a hundredth of a schema; the SDK's schema decides on everything else.
 */
export function toMessages(values: readonly unknown[]): Messages | Promise<Messages> {
  return values.every(isOrdinaryMessage) ? values : judge(values);
}

async function judge(values: readonly unknown[]): Promise<Messages> {
  const { parseJSONRPCMessage } = await import('@modelcontextprotocol/server');
  return values.map((value) => {
    if (isOrdinaryMessage(value)) return value;
    try {
      return parseJSONRPCMessage(value);
    } catch {
      return undefined;
    }
  });
}
