import { expect, test } from '@jest/globals';
import { updatedByTwoProcesses } from '../state/two-processes.js';
import { postgresUrl, redisUrl } from '../support/services.js';

test.each([
  ['Redis', redisUrl],
  ['PostgreSQL', postgresUrl],
])(
  'two processes with one %s lose no update',
  async (_name, url) => {
    expect(await updatedByTwoProcesses(url, 50)).toEqual({
      updates: 100,
      counts: 100,
      outputs: ['{"failed":[]}', '{"failed":[]}'],
    });
  },
  90_000,
);
