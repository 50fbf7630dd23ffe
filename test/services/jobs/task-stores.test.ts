import { afterAll } from '@jest/globals';
import { silentLog } from 'portico';
import { openPostgresStorage } from '../../../src/jobs/postgres/open-postgres-storage.js';
import { openRedisStorage } from '../../../src/jobs/redis/open-redis-storage.js';
import { describeTaskStore } from '../../jobs/task-store-contract.js';
import { ownPlace } from './own-place.js';

const place = ownPlace();
afterAll(() => place.remove());

describeTaskStore('PostgreSQL', async () =>
  openPostgresStorage(await place.postgres(), place.prefix, silentLog),
);
describeTaskStore('Redis', async () => openRedisStorage(await place.redis(), place.prefix, silentLog));
