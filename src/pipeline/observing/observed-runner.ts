import type { Eventually } from '../../common/eventually.js';
import type { Exchange } from '../../context/exchange.js';
import type { Core } from '../compose.js';
import { HandlerRunner, type CallSubject } from '../handler-runner.js';
import type { Observer } from './observer.js';

/** Runs what no client has called, and so nobody else observes: jobs. */
export class ObservedRunner extends HandlerRunner {
  constructor(
    private readonly observer: Observer,
    ...parts: ConstructorParameters<typeof HandlerRunner>
  ) {
    super(...parts);
  }

  override enter(exchange: Exchange, subject: CallSubject, fn: Core): Eventually<unknown> {
    return this.observer(exchange, (seen) => super.enter(seen, subject, fn));
  }
}
