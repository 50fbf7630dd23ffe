import { createHash } from 'node:crypto';
import type { RedisClient } from '../../storage/redis.js';

/** A script Redis runs as one step. It travels once; after that its digest is enough. */
export class RedisScript {
  private readonly digest: string;

  constructor(private readonly source: string) {
    this.digest = createHash('sha1').update(source).digest('hex');
  }

  async run(client: RedisClient, keys: string[], values: string[]): Promise<unknown> {
    const options = { keys, arguments: values };
    try {
      return await client.evalSha(this.digest, options);
    } catch (error) {
      if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
      return client.eval(this.source, options);
    }
  }
}
