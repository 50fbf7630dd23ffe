import type { Server } from '@modelcontextprotocol/server';
import type { Line } from '../../protocol/line.js';
import type { ProtocolServerFactory } from '../../protocol/protocol-server.js';

/** What the transport asks of the protocol: a server for each line. */
export type ServerFactory = Pick<
  ProtocolServerFactory,
  'buildForRequest' | 'bus' | 'cluster' | 'endSession' | 'listen' | 'name' | 'tellMissed'
> & {
  build(line: Line): Promise<Server>;
} & Partial<Pick<ProtocolServerFactory, 'auth' | 'denialOf' | 'engines' | 'follower' | 'hotPath' | 'offer'>>;
