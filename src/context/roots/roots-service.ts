import { PorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../exchange.js';
import { requireClient } from '../missing-capability-error.js';
import type { Root } from './root.js';

/** How the client is asked for its roots. */
export interface ListRootsOptions {
  /** Names the question within the call, where two calls run side by side or in no fixed order. */
  readonly key?: string;
}

/** The places in the client's file system that it lets the server work in. */
export class RootsService {
  async list(exchange: Exchange, options: ListRootsOptions = {}): Promise<readonly Root[]> {
    requireClient(exchange, 'roots', 'ctx.listRoots');
    const answer = await exchange.peer.ask({ method: 'roots/list', params: {} }, options.key);
    const { roots } = (answer ?? {}) as { roots?: unknown };
    if (Array.isArray(roots) && roots.every(isRoot)) return roots;
    throw new PorticoError(
      'PORTICO_ROOTS_ANSWER',
      'ctx.listRoots: the client answered with something else than a list of file: URIs. Take the paths you need as an argument of the tool, or handle this error.',
    );
  }
}

/** The protocol knows no other roots; another scheme must not be taken for a place in the file system. */
function isRoot(value: unknown): value is Root {
  const { uri, name } = (value ?? {}) as Partial<Record<string, unknown>>;
  return (
    typeof uri === 'string' && uri.startsWith('file://') && (name === undefined || typeof name === 'string')
  );
}
