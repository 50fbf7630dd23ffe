import { AsyncLocalStorage } from 'node:async_hooks';
import type { Change } from '../../context/changes/change.js';
import { DerivedExchange } from '../../context/derived-exchange.js';
import type { Exchange } from '../../context/exchange.js';
import type { ComponentGateway } from '../../context/resources/component-gateway.js';
import { SESSION_META } from '../../context/state/handles/session-meta.js';
import { sessionOwner, userSessionOwner } from '../../context/state/state-owner.js';
import type { Hearing } from '../../events/change-hub.js';
import { MOST_SUBSCRIPTIONS } from '../subscription-limit.js';

/** A request that opens a stream of changes, before the engine has judged its form. */
export interface ListenRequest {
  readonly id?: unknown;
  readonly method: 'subscriptions/listen';
  readonly params?: {
    readonly _meta?: Readonly<Record<string, unknown>>;
    readonly notifications?: Readonly<Record<string, unknown>>;
  };
}

export function isListenRequest(body: unknown): body is ListenRequest {
  return (body as { method?: unknown } | null | undefined)?.method === 'subscriptions/listen';
}

/**
 * The request without the resources this caller may not hear of, since the engine knows nothing of guards and visibility:
 * the acknowledgement names what is left. So it does where there are more than a stream may have.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/subscriptions
 */
export async function admitListener(
  request: ListenRequest,
  viewer: Exchange,
  gateway: ComponentGateway,
): Promise<ListenRequest> {
  const { notifications } = request.params ?? {};
  const asked = notifications?.['resourceSubscriptions'];
  // Of the wrong form: the engine says so.
  if (!Array.isArray(asked) || !asked.every((uri) => typeof uri === 'string')) return request;
  const uris = [...new Set<string>(asked)].slice(0, MOST_SUBSCRIPTIONS);
  const may = await Promise.all(uris.map((uri) => maySubscribe(uri, viewer, gateway)));
  const resourceSubscriptions = uris.filter((_, i) => may[i]);
  return {
    ...request,
    params: { ...request.params, notifications: { ...notifications, resourceSubscriptions } },
  };
}

/** Why not stays in the server's log, as far as it concerns the operator: to the client what is hidden does not exist. */
async function maySubscribe(uri: string, viewer: Exchange, gateway: ComponentGateway): Promise<boolean> {
  try {
    await gateway.dispatch(new DerivedExchange(viewer, { method: 'resources/subscribe', params: { uri } }));
    return true;
  } catch {
    return false;
  }
}

const hearings = new AsyncLocalStorage<Hearing>();

/**
 * Answers a request that opens a stream of changes: it tells what this caller may see, and what concerns it alone: the
 * user, and the session whose handle stands in the request's `_meta`. The engine subscribes without saying for whom.
 */
export function listenAs<T>(viewer: Exchange, gateway: ComponentGateway, answer: () => T): T {
  const { principal, meta } = viewer;
  const handle = meta[SESSION_META];
  const owners = [
    ...(principal ? [userSessionOwner(principal)] : []),
    ...(typeof handle === 'string' ? [sessionOwner({ id: handle, isHandle: true })] : []),
  ];
  const concerns = (change: Change): boolean | Promise<boolean> => gateway.concerns(viewer, change);
  return hearings.run({ owners, concerns }, answer);
}

/** What the stream that is being opened is to tell. */
export function hearing(): Hearing {
  return hearings.getStore() ?? {};
}
