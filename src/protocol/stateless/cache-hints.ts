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

/** Lists with a hint of their own: made once of each list the pipeline keeps. */
export class HintedLists {
  private readonly made = new WeakMap<object, object>();

  of(list: object, hint: CacheHint): object {
    const known = this.made.get(list);
    if (known) return known;
    const hinted = { ...list, ...wireHint(hint) };
    if (Object.isFrozen(list)) this.made.set(list, Object.freeze(hinted));
    return hinted;
  }
}
