import { afterAll } from '@jest/globals';
import { describeCrowd } from '../../jobs/crowd-contract.js';
import { ownPlace } from './own-place.js';

const place = ownPlace();
afterAll(() => place.remove());

describeCrowd('PostgreSQL', async () => ({ url: await place.postgres(), prefix: 'crowd' }));
describeCrowd('Redis', async () => ({ url: await place.redis(), prefix: place.prefix }));
