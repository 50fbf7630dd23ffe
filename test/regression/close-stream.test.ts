import { describe, expect, it } from '@jest/globals';
import { DerivedPeer } from '../../src/context/derived-peer.js';
import { InnerPeer } from '../../src/context/inner-flow.js';
import type { Exchange } from '../../src/context/exchange.js';
import type { Peer } from '../../src/context/peer.js';
import { watchQuestions } from '../../src/pipeline/questions/question-watch.js';

/** A peer with state of its own, and one that can close its stream or cannot. */
class CountingPeer implements Peer {
  sent = 0;
  closed = 0;
  readonly closeStream: (() => void) | undefined;

  constructor(canClose: boolean) {
    this.closeStream = canClose ? () => void this.closed++ : undefined;
  }
  async notify(): Promise<void> {
    this.sent++;
  }
  async log(): Promise<void> {
    this.sent++;
  }
  async ask(): Promise<unknown> {
    return 'answer';
  }
}

describe.each([
  ['derived', (peer: Peer) => new DerivedPeer(peer)],
  ['of an inner call', (peer: Peer) => new InnerPeer(peer, 'call-1')],
  ['of a kept result', (peer: Peer) => watchQuestions({ peer } as Exchange).peer],
])('a peer %s', (_, wrap) => {
  it('closes the stream where the peer can, and counts on the peer itself', async () => {
    const peer = new CountingPeer(true);
    const wrapped = wrap(peer);
    wrapped.closeStream?.();
    await wrapped.notify({ method: 'notifications/message' });
    expect([peer.closed, peer.sent]).toEqual([1, 1]);
  });

  it('does not pretend to where the peer cannot', () => {
    expect(wrap(new CountingPeer(false)).closeStream).toBeUndefined();
  });
});
