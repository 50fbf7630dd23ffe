import type { Server, ServerCapabilities } from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { Change } from '../context/changes/change.js';
import type { ChangeHub } from '../events/change-hub.js';

/** What the client of a lasting line is to hear. */
export interface Interest {
  /** Owners of state whose changes are this client's business. */
  readonly owners: readonly string[];
  /** Whether the client wants to hear of a resource. */
  concerns(uri: string): boolean;
}

/** Tells the client of a lasting line about changes, until the line closes. */
export function followChanges(
  server: Server,
  capabilities: ServerCapabilities,
  hub: ChangeHub,
  interest: Interest,
  log: ServerLog,
): void {
  const tell = (change: Change): void => {
    if (!isWanted(change, capabilities, interest)) return;
    send(server, change).catch((error: unknown) => log.debug('A change could not be told:', error));
  };
  server.onclose = hub.subscribe(tell, interest.owners);
}

function isWanted(change: Change, capabilities: ServerCapabilities, interest: Interest): boolean {
  if (change.kind === 'resource')
    return capabilities.resources !== undefined && interest.concerns(change.uri);
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
