/*
 * The keys of `_meta` that are the protocol's own. They stand here as well as in the SDK, because whatever reads them would
 * otherwise load it; a test compares both.
 */
export const PROTOCOL_VERSION_META_KEY = 'io.modelcontextprotocol/protocolVersion';
export const CLIENT_INFO_META_KEY = 'io.modelcontextprotocol/clientInfo';
export const CLIENT_CAPABILITIES_META_KEY = 'io.modelcontextprotocol/clientCapabilities';
export const LOG_LEVEL_META_KEY = 'io.modelcontextprotocol/logLevel';
export const SERVER_INFO_META_KEY = 'io.modelcontextprotocol/serverInfo';
export const SUBSCRIPTION_ID_META_KEY = 'io.modelcontextprotocol/subscriptionId';
export const RELATED_TASK_META_KEY = 'io.modelcontextprotocol/related-task';

/** Whether there is something in a `_meta` that the engine takes out of it, or knows more of. */
export function hasReservedKeys(meta: Readonly<Record<string, unknown>>): boolean {
  for (const key in meta) if (key.startsWith('io.modelcontextprotocol/')) return true;
  return false;
}
