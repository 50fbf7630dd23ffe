/* What is tested of state and visibility with a store in memory; the store is the one that the environment names by now. */
await import('../state/state.test.js');
await import('../state/state-values.test.js');
await import('../state/updates.test.js');
await import('../state/cacheable.test.js');
await import('../state/handles.test.js');
await import('../state/handles-and-questions.test.js');
await import('../state/session-ends.test.js');
await import('../visibility/session.test.js');
await import('../visibility/stateless.test.js');
