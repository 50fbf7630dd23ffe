import { redisUrl } from '../support/services.js';

/** What is tested of state and visibility with a store in memory holds with Redis too. */
process.env['PORTICO_STATE_STORE'] = redisUrl;
await import('../state/state.test.js');
await import('../state/state-values.test.js');
await import('../state/updates.test.js');
await import('../state/cacheable.test.js');
await import('../state/handles.test.js');
await import('../state/handles-and-questions.test.js');
await import('../state/session-ends.test.js');
await import('../visibility/session.test.js');
await import('../visibility/stateless.test.js');
