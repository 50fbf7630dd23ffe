import { redisUrl } from '../support/services.js';

/** What is tested of state and visibility with a store in memory holds with Redis too. */
process.env['PORTICO_STATE_STORE'] = redisUrl;
await import('./every-state-test.js');
