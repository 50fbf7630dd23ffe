import { createHash } from 'node:crypto';
import type { RedisClient } from './redis.js';

/** A script Redis runs in one piece, so that nothing comes between its steps. */
export class RedisScript {
  private readonly digest: string;

  constructor(private readonly text: string) {
    this.digest = createHash('sha1').update(text).digest('hex');
  }

  /** Sent by its digest; in full when Redis does not know it yet, or not any more. */
  async run(client: RedisClient, keys: string[], args: string[]): Promise<unknown> {
    try {
      return await client.evalSha(this.digest, { keys, arguments: args });
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return client.eval(this.text, { keys, arguments: args });
    }
  }
}
