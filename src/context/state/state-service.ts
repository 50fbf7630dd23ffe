import type { Cache } from 'cache-manager';
import { milliseconds } from '../../common/duration.js';
import { jsonObstacle } from '../../common/json-value.js';
import { PorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../exchange.js';
import type { StateOptions, StateReadOptions } from './state-options.js';
import { stateOwner } from './state-owner.js';

const DAY = 86_400_000;

/** Values that outlive a request, by session, user or application; and values of this request alone. */
export class StateService {
  /** Values of one request, by reference. Its inner calls share them: they have the same peer. */
  private readonly local = new WeakMap<object, Map<string, unknown>>();

  constructor(private readonly cache: Cache) {}

  async set(exchange: Exchange, key: string, value: unknown, options: StateOptions = {}): Promise<void> {
    if (options.serializable === false) {
      this.localOf(exchange).set(key, value);
      return;
    }
    const obstacle = jsonObstacle(value);
    if (obstacle)
      throw new PorticoError(
        'PORTICO_STATE_VALUE',
        `State '${key}' cannot be stored: ${obstacle.path || 'the value'} is ${obstacle.what}. Store plain JSON data, or use { serializable: false } to keep the value for this request only.`,
      );
    const storedKey = this.key(exchange, key, options);
    const ttl = options.ttl === undefined ? DAY : milliseconds(options.ttl);
    await this.cache.set(storedKey, JSON.stringify(value), ttl);
    this.local.get(exchange.peer)?.delete(key);
  }

  async get(exchange: Exchange, key: string, options: StateReadOptions = {}): Promise<unknown> {
    const local = this.local.get(exchange.peer);
    if (local?.has(key)) return local.get(key);
    const stored = await this.cache.get<string>(this.key(exchange, key, options));
    return stored === undefined ? undefined : JSON.parse(stored);
  }

  async has(exchange: Exchange, key: string, options: StateReadOptions = {}): Promise<boolean> {
    if (this.local.get(exchange.peer)?.has(key)) return true;
    return (await this.cache.get(this.key(exchange, key, options))) !== undefined;
  }

  async delete(exchange: Exchange, key: string, options: StateReadOptions = {}): Promise<boolean> {
    const wasLocal = this.local.get(exchange.peer)?.delete(key) ?? false;
    const storedKey = this.key(exchange, key, options);
    const wasStored = (await this.cache.get(storedKey)) !== undefined;
    if (wasStored) await this.cache.del(storedKey);
    return wasLocal || wasStored;
  }

  private key(exchange: Exchange, key: string, { scope = 'session' }: StateReadOptions): string {
    return `${stateOwner(exchange, scope, key)}:${key}`;
  }

  private localOf(exchange: Exchange): Map<string, unknown> {
    let values = this.local.get(exchange.peer);
    if (!values) this.local.set(exchange.peer, (values = new Map()));
    return values;
  }
}
