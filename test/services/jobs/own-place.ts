import { createClient } from '@redis/client';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { needServer, postgresUrl, redisUrl } from '../../support/services.js';

/** A place of its own on each server, so that runs do not meet; it is removed after. */
export interface OwnPlace {
  /** Of tables and keys. */
  readonly prefix: string;
  /** A database made for this run. */
  postgres(): Promise<string>;
  redis(): Promise<string>;
  remove(): Promise<void>;
}

export function ownPlace(): OwnPlace {
  const prefix = `t${randomBytes(6).toString('hex')}`;
  let database: Promise<string> | undefined;
  return {
    prefix,
    postgres: () => (database ??= createDatabase(prefix)),
    redis: () => Promise.resolve(redisUrl),
    async remove() {
      await database?.catch(() => undefined);
      if (database)
        await onPostgres((client) => client.query(`DROP DATABASE IF EXISTS ${prefix} WITH (FORCE)`));
      await forgetKeys(prefix);
    },
  };
}

async function createDatabase(name: string): Promise<string> {
  await onPostgres((client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onPostgres(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 5_000 });
  await needServer('PostgreSQL', postgresUrl, () => client.connect());
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function forgetKeys(prefix: string): Promise<void> {
  const client = createClient({ url: redisUrl, socket: { connectTimeout: 5_000, reconnectStrategy: false } });
  client.on('error', () => undefined);
  await needServer('Redis', redisUrl, () => client.connect());
  for await (const keys of client.scanIterator({ MATCH: `${prefix}*`, COUNT: 1_000 }))
    if (keys.length > 0) await client.del(keys);
  client.destroy();
}
