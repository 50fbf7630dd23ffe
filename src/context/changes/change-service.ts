import type { Change, ChangePublisher } from './change.js';

/** Tells clients that something they may have read has changed. */
export class ChangeService {
  constructor(private readonly publisher: ChangePublisher) {}

  publish(change: Change): Promise<void> {
    this.publisher.publish(change);
    return Promise.resolve();
  }
}
