import type { Line } from '../../../protocol/line.js';

/** The line of one session. */
export class SessionLine implements Line {
  readonly era = 'session';
  readonly transport = 'http';
  readonly isFollowed = true;
  private uris: Set<string> | undefined;

  /** The resources the client has subscribed to. */
  get subscriptions(): Set<string> {
    return (this.uris ??= new Set());
  }
}
