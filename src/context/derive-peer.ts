import type { Peer } from './peer.js';

/**
 * A peer that differs from another in a few methods and leaves all others to it. The one place that names every method,
 * so that what a peer learns newly is lost in no wrapper. Each is called on the peer itself, which counts its messages.
 *
 * @param overrides what differs; a getter stays one
 */
export function derivePeer(peer: Peer, overrides: Partial<Peer>): Peer {
  const delegate = {
    notify: (notification) => peer.notify(notification),
    log: (level, data, logger) => peer.log(level, data, logger),
    ask: (request, key) => peer.ask(request, key),
    get closeStream() {
      return peer.closeStream && (() => peer.closeStream?.());
    },
    get answersAtOnce() {
      return peer.answersAtOnce;
    },
    get asksThroughModel() {
      return peer.asksThroughModel;
    },
  } satisfies Required<Peer>;
  return Object.defineProperties(delegate, Object.getOwnPropertyDescriptors(overrides));
}
