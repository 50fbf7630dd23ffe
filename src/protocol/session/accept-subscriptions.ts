import {
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { MOST_SUBSCRIPTIONS } from '../subscription-limit.js';

/** Throws a protocol error where the client may not hear of a resource. */
export type SubscriptionCheck = (
  params: { readonly uri: string },
  context: ServerContext,
) => Promise<unknown>;

/**
 * Lets a session's client subscribe to the resources it may see, up to a number.
 *
 * @param uris those it has subscribed to
 */
export function acceptSubscriptions(server: Server, check: SubscriptionCheck, uris: Set<string>): void {
  server.setRequestHandler('resources/subscribe', async ({ params }, context) => {
    await check(params, context);
    if (!uris.has(params.uri)) refuseBeyond(uris.size);
    uris.add(params.uri);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    uris.delete(params.uri);
    return {};
  });
}

function refuseBeyond(count: number): void {
  if (count < MOST_SUBSCRIPTIONS) return;
  throw new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `resources/subscribe: this session has subscribed to ${MOST_SUBSCRIPTIONS} resources, and may to no more. Unsubscribe from some first.`,
  );
}
