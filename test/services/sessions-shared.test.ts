import { describeSharedSessions } from '../cluster/sessions-contract.js';
import { postgresUrl, redisUrl } from '../support/services.js';

describeSharedSessions('Redis', () => ({ state: redisUrl, events: redisUrl }));
describeSharedSessions('PostgreSQL', () => ({ state: postgresUrl, events: postgresUrl }));
