import type { RedisClient } from '../../../storage/redis.js';
import { CLEAR, DELETE, REPLACE, SET, TOUCH } from './redis-scripts.js';
import { ownerPrefix, PORTION, type StateAdapter } from './state-adapter.js';

/** Keeps state in Redis, for any number of machines. */
export class RedisAdapter implements StateAdapter {
  constructor(private readonly client: RedisClient) {}

  async get(key: string): Promise<string | undefined> {
    return (await this.client.get(place(key).keys[0]!)) ?? undefined;
  }

  async has(key: string): Promise<boolean> {
    return (await this.client.exists(place(key).keys[0]!)) === 1;
  }

  async set(key: string, text: string, ttl: number): Promise<void> {
    const { keys, name } = place(key);
    await SET.run(this.client, keys, [name, whole(ttl), text]);
  }

  async delete(key: string): Promise<boolean> {
    const { keys, name } = place(key);
    return (await DELETE.run(this.client, keys, [name])) === 1;
  }

  async replace(
    key: string,
    expected: string | undefined,
    text: string,
    ttl: number | undefined,
  ): Promise<boolean> {
    const { keys, name } = place(key);
    const time = ttl === undefined ? '' : whole(ttl);
    const expects = expected === undefined ? ['0', ''] : ['1', expected];
    return (await REPLACE.run(this.client, keys, [name, time, text, ...expects])) === 1;
  }

  async touch(key: string, ttl: number): Promise<void> {
    const { keys, name } = place(key);
    await TOUCH.run(this.client, keys, [name, whole(ttl)]);
  }

  async clearOwner(prefix: string): Promise<boolean> {
    return (await CLEAR.run(this.client, place(prefix).keys, [String(PORTION)])) === PORTION;
  }

  clear(): Promise<void> {
    return Promise.reject(new Error('Redis may hold more than state'));
  }

  async disconnect(): Promise<void> {
    this.client.destroy();
  }
}

/** All of one owner lies in one hash slot, so that a script may touch the value and the index of a cluster. */
function place(key: string): { readonly keys: string[]; readonly name: string } {
  const prefix = ownerPrefix(key);
  const owner = `portico:state:{${prefix.slice(0, -1)}}`;
  const name = key.slice(prefix.length);
  return { keys: [`${owner}/${name}`, owner], name };
}

/** Redis counts in whole milliseconds, and none is an error. */
function whole(ttl: number): string {
  return String(Math.ceil(ttl));
}
