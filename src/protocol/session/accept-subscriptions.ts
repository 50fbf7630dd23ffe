import type { Server } from '@modelcontextprotocol/server';

/**
 * Lets a session's client subscribe to resources.
 *
 * @returns the URIs it has subscribed to
 */
export function acceptSubscriptions(server: Server): ReadonlySet<string> {
  const uris = new Set<string>();
  server.setRequestHandler('resources/subscribe', ({ params }) => {
    uris.add(params.uri);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    uris.delete(params.uri);
    return {};
  });
  return uris;
}
