import type { Exchange } from './exchange.js';
import type { ProgressState } from './progress/progress-service.js';

/**
 * An exchange that differs from another in a few properties and follows it in all others, also when they change: a flow
 * that goes on with another request speaks through that one.
 */
export class DerivedExchange implements Exchange {
  progress: ProgressState | undefined = undefined;

  /** @param changes what differs; `undefined` is a difference, too */
  constructor(
    protected readonly source: Exchange,
    private readonly changes: Partial<Exchange>,
  ) {}

  get id() {
    return this.of('id');
  }
  get method() {
    return this.of('method');
  }
  get params() {
    return this.of('params');
  }
  get meta() {
    return this.of('meta');
  }
  get era() {
    return this.of('era');
  }
  get hasSessions() {
    return this.of('hasSessions');
  }
  get protocolVersion() {
    return this.of('protocolVersion');
  }
  get transport() {
    return this.of('transport');
  }
  get client() {
    return this.of('client');
  }
  get principal() {
    return this.of('principal');
  }
  get session() {
    return this.of('session');
  }
  get trace() {
    return this.of('trace');
  }
  get http() {
    return this.of('http');
  }
  get task() {
    return this.of('task');
  }
  get signal() {
    return this.of('signal');
  }
  get peer() {
    return this.of('peer');
  }
  get flow() {
    return this.of('flow');
  }

  private of<K extends keyof Exchange>(key: K): Exchange[K] {
    const { changes, source } = this;
    return key in changes ? (changes as Exchange)[key] : source[key];
  }
}
