import type { CacheHint as WireHint, ServerOptions } from '@modelcontextprotocol/server';
import { milliseconds } from '../../common/duration.js';
import type { CacheHint } from '../../metadata/records.js';

/** A hint as the wire has it: whole milliseconds, and who may share what is kept. */
export function wireHint({ ttl, scope = 'private' }: CacheHint): Required<WireHint> {
  return { ttlMs: Math.round(milliseconds(ttl)), cacheScope: scope };
}

/** The same hint for every list and for what the server says of itself. */
export function listHints(hint: CacheHint | undefined): Pick<ServerOptions, 'cacheHints'> {
  if (!hint) return {};
  const wire = wireHint(hint);
  return {
    cacheHints: {
      'tools/list': wire,
      'prompts/list': wire,
      'resources/list': wire,
      'resources/templates/list': wire,
      'server/discover': wire,
    },
  };
}
