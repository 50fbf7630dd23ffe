import { AsyncLocalStorage } from 'node:async_hooks';

/** Where the connection of a request comes from, while the engine makes a request of its own out of it. */
export const callerAddress = new AsyncLocalStorage<string | undefined>();
