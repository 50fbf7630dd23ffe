import { AsyncLocalStorage } from 'node:async_hooks';
import type { Principal } from '../../identity/principal.js';
import { SESSION_META } from '../../context/state/handles/session-meta.js';
import { sessionOwner, userSessionOwner } from '../../context/state/state-owner.js';

const owners = new AsyncLocalStorage<readonly string[]>();

/**
 * Answers a request; if it opens a stream of changes, the stream also tells what concerns this caller alone: the user,
 * and the session whose handle stands in the request's `_meta`. The engine subscribes without saying for whom.
 */
export function listenAs<T>(body: unknown, principal: Principal | undefined, answer: () => T): T {
  const { method, params } = (body ?? {}) as {
    method?: unknown;
    params?: { _meta?: Record<string, unknown> };
  };
  if (method !== 'subscriptions/listen') return answer();
  const handle = params?._meta?.[SESSION_META];
  const all = [
    ...(principal ? [userSessionOwner(principal)] : []),
    ...(typeof handle === 'string' ? [sessionOwner({ id: handle, isHandle: true })] : []),
  ];
  return owners.run(all, answer);
}

/** The owners of the stream that is being opened. */
export function listeningOwners(): readonly string[] {
  return owners.getStore() ?? [];
}
