import { describeCharging } from '../interaction/charging-contract.js';
import { postgresUrl, redisUrl } from '../support/services.js';

describeCharging('Redis', () => redisUrl, true);
describeCharging('PostgreSQL', () => postgresUrl, true);
