import type { Server, ServerCapabilities } from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { Change } from '../context/changes/change.js';
import type { ChangeHub } from '../events/change-hub.js';

/**
 * Tells the client of a lasting line about changes, until the line closes. Once per change: what changes again before
 * it was told is told once.
 *
 * @param concerns whether the client wants to hear of a resource
 */
export function followChanges(
  server: Server,
  capabilities: ServerCapabilities,
  hub: ChangeHub,
  concerns: (uri: string) => boolean,
  log: ServerLog,
): void {
  const waiting = new Set<string>();
  const tell = (change: Change): void => {
    const key = change.kind === 'resource' ? change.uri : `list of ${change.kind}`;
    if (!isWanted(change, capabilities, concerns) || waiting.has(key)) return;
    waiting.add(key);
    setImmediate(() => {
      waiting.delete(key);
      send(server, change).catch((error: unknown) => log.debug('A change could not be told:', error));
    });
  };
  const stop = hub.subscribe(tell);
  const { onclose } = server;
  server.onclose = () => {
    stop();
    onclose?.();
  };
}

function isWanted(
  change: Change,
  capabilities: ServerCapabilities,
  concerns: (uri: string) => boolean,
): boolean {
  if (change.kind === 'resource') return capabilities.resources !== undefined && concerns(change.uri);
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
