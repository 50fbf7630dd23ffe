import { RedisScript } from '../../storage/redis-script.js';
import type { RedisClient } from '../../storage/redis.js';
import type { Claim, FlowStore } from '../flow-store.js';

/** A claimed effect without a result. Results are JSON and never empty. */
const RUNNING = '';

/** KEYS: of the claim. ARGV: how long it is kept from now on, in ms. */
const PROLONG = new RedisScript(`
  if redis.call('GET', KEYS[1]) == '${RUNNING}' then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
`);

/** KEYS: of the claim. ARGV: the result, and how long it is kept, in ms. Gives the result that is kept. */
const SETTLE = new RedisScript(`
  local kept = redis.call('GET', KEYS[1])
  if kept and kept ~= '${RUNNING}' then return kept end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return ARGV[1]
`);

/** KEYS: of the claim. */
const RELEASE = new RedisScript(`
  if redis.call('GET', KEYS[1]) == '${RUNNING}' then redis.call('DEL', KEYS[1]) end
`);

/** Keeps flows in Redis, for any number of machines. */
export class RedisFlowStore implements FlowStore {
  constructor(
    private readonly client: RedisClient,
    private readonly prefix = 'portico:flow:',
  ) {}

  async claim(id: string, ttl: number): Promise<Claim> {
    const granted = await this.client.set(this.prefix + id, RUNNING, {
      condition: 'NX',
      expiration: { type: 'PX', value: ttl },
    });
    if (granted !== null) return { state: 'granted' };
    const value = await this.client.get(this.prefix + id);
    if (value === null) return this.claim(id, ttl); // expired or released in between
    return value === RUNNING ? { state: 'running' } : { state: 'done', result: value };
  }

  async prolong(id: string, ttl: number): Promise<void> {
    await PROLONG.run(this.client, [this.prefix + id], [String(ttl)]);
  }

  async settle(id: string, result: string, ttl: number): Promise<string> {
    return (await SETTLE.run(this.client, [this.prefix + id], [result, String(ttl)])) as string;
  }

  async release(id: string): Promise<void> {
    await RELEASE.run(this.client, [this.prefix + id], []);
  }

  async put(id: string, value: string, ttl: number): Promise<void> {
    await this.client.set(this.prefix + id, value, { expiration: { type: 'PX', value: ttl } });
  }

  async get(id: string): Promise<string | undefined> {
    return (await this.client.get(this.prefix + id)) ?? undefined;
  }

  async close(): Promise<void> {
    this.client.destroy();
    return Promise.resolve();
  }
}
