import { expect, test } from '@jest/globals';
import { createClient } from '@redis/client';
import pg from 'pg';
import { needServer, postgresUrl, redisUrl } from '../support/services.js';

test('Redis answers a ping', async () => {
  const client = createClient({ url: redisUrl, socket: { connectTimeout: 5_000, reconnectStrategy: false } });
  client.on('error', () => undefined); // connect() rejects with the same error
  const answer = await needServer('Redis', redisUrl, async () => {
    await client.connect();
    return client.ping();
  });
  await client.close();
  expect(answer).toBe('PONG');
});

test('PostgreSQL answers a query', async () => {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 5_000 });
  const answer = await needServer('PostgreSQL', postgresUrl, async () => {
    await client.connect();
    return client.query<{ one: number }>('SELECT 1 AS one');
  });
  await client.end();
  expect(answer.rows).toEqual([{ one: 1 }]);
});

test.each(['Redis', 'PostgreSQL'] as const)(
  'an absent %s is named, with the way to move it',
  async (server) => {
    const url = 'scheme://someone:secret@127.0.0.1:1/';
    const attempt = needServer(server, url, () => Promise.reject(new Error('connection refused')));
    await expect(attempt).rejects.toThrow(new RegExp(`Start ${server} .*PORTICO_TEST_`));
    await expect(attempt).rejects.not.toThrow(/secret/);
  },
);
