import type { Server, ServerCapabilities } from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { Change } from '../context/changes/change.js';
import type { ChangeHub } from '../events/change-hub.js';

/** What the client of a lasting line is to hear. */
export interface Interest {
  /** Owners of state whose changes are this client's business. */
  readonly owners: readonly string[];
  /** Whether the client wants to hear of a resource. */
  wants(uri: string): boolean;
  /** Whether a change is about something the client may see now. */
  concerns(change: Change): boolean | Promise<boolean>;
}

/** Tells the client of a lasting line about changes, until the line closes. */
export function followChanges(
  server: Server,
  capabilities: ServerCapabilities,
  hub: ChangeHub,
  interest: Interest,
  log: ServerLog,
): void {
  const tell = (change: Change): void =>
    void send(server, change).catch((error: unknown) => log.debug('A change could not be told:', error));
  const concerns = (change: Change): boolean | Promise<boolean> =>
    isWanted(change, capabilities, interest) && interest.concerns(change);
  server.onclose = hub.subscribe(tell, { owners: interest.owners, concerns });
}

function isWanted(change: Change, capabilities: ServerCapabilities, interest: Interest): boolean {
  if (change.kind === 'resource') return capabilities.resources !== undefined && interest.wants(change.uri);
  return capabilities[change.kind] !== undefined;
}

function send(server: Server, change: Change): Promise<void> {
  switch (change.kind) {
    case 'tools':
      return server.sendToolListChanged();
    case 'resources':
      return server.sendResourceListChanged();
    case 'prompts':
      return server.sendPromptListChanged();
    case 'resource':
      return server.sendResourceUpdated({ uri: change.uri });
  }
}
