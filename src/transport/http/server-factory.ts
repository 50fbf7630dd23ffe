import type { ProtocolServerFactory } from '../../protocol/protocol-server.js';

/** What the transport asks of the protocol: a server for each line. */
export type ServerFactory = Pick<
  ProtocolServerFactory,
  'build' | 'buildForRequest' | 'bus' | 'cluster' | 'endSession' | 'listen' | 'name' | 'tellMissed'
> &
  Partial<Pick<ProtocolServerFactory, 'auth' | 'denialOf' | 'engines' | 'hotPath'>>;
