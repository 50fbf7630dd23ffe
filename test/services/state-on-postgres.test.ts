import { postgresUrl } from '../support/services.js';

/** What is tested of state and visibility with a store in memory holds with PostgreSQL too. */
process.env['PORTICO_STATE_STORE'] = postgresUrl;
await import('./every-state-test.js');
