import type { JSONRPCNotification } from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { Change } from '../context/changes/change.js';
import type { ChangeHub } from '../events/change-hub.js';

/** What the client of a lasting line is to hear. */
export interface Interest {
  /** Owners of state whose changes are this client's business. */
  readonly owners: readonly string[];
  /** Whether the client was offered what changes, and wants to hear of it. */
  wants(change: Change): boolean;
  /** Whether a change is about something the client may see now. */
  concerns(change: Change): boolean | Promise<boolean>;
}

/**
 * Tells the client of a lasting line about changes.
 *
 * @returns how to stop
 */
export function followChanges(
  hub: ChangeHub,
  interest: Interest,
  tell: (notification: JSONRPCNotification) => Promise<void>,
  log: ServerLog,
): () => void {
  const listener = (change: Change): void =>
    void tell(worded(change)).catch((error: unknown) => log.debug('A change could not be told:', error));
  const concerns = (change: Change): boolean | Promise<boolean> =>
    interest.wants(change) && interest.concerns(change);
  return hub.subscribe(listener, { owners: interest.owners, concerns });
}

function worded(change: Change): JSONRPCNotification {
  if (change.kind !== 'resource')
    return { method: `notifications/${change.kind}/list_changed`, jsonrpc: '2.0' };
  return { method: 'notifications/resources/updated', params: { uri: change.uri }, jsonrpc: '2.0' };
}
