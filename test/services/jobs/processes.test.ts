import { afterAll } from '@jest/globals';
import { describeProcesses } from '../../jobs/processes-contract.js';
import { ownPlace } from './own-place.js';

const place = ownPlace();
afterAll(() => place.remove());

let count = 0;
describeProcesses('PostgreSQL', async () => ({ url: await place.postgres(), prefix: `p${++count}` }));
describeProcesses('Redis', async () => ({ url: await place.redis(), prefix: `${place.prefix}_${++count}` }));
