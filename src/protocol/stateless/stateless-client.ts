import type { ClientCapabilities, Implementation, ServerContext } from '@modelcontextprotocol/server';
import type { ClientInfo } from '../../context/client-info.js';
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from '../meta-keys.js';
import { STATELESS_REVISION } from '../revisions.js';

/** The keys of `_meta` that describe the client; the engine has checked them before a handler runs. */
interface Envelope {
  readonly [PROTOCOL_VERSION_META_KEY]?: string;
  readonly [CLIENT_INFO_META_KEY]?: Implementation;
  readonly [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities;
}

/** What the client says about itself in each request. */
export function statelessClient({ envelope }: Pick<ServerContext['mcpReq'], 'envelope'>): {
  client: ClientInfo;
  protocolVersion: string;
} {
  const given = (envelope ?? {}) as Envelope;
  const info = given[CLIENT_INFO_META_KEY];
  return {
    client: {
      name: info?.name,
      version: info?.version,
      capabilities: given[CLIENT_CAPABILITIES_META_KEY] ?? {},
    },
    protocolVersion: given[PROTOCOL_VERSION_META_KEY] ?? STATELESS_REVISION,
  };
}
