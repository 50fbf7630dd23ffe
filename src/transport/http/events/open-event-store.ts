import { OperatorError } from '../../../common/operator-error.js';
import type { ServerLog } from '../../../common/server-log.js';
import { parseStorageUrl } from '../../../storage/storage-url.js';
import type { EventLimits } from './event-limits.js';
import type { EventStore } from './event-store.js';
import { MemoryEventStore } from './memory-event-store.js';
import { RedisEventStore } from './redis-event-store.js';

/** An event store, and how it is closed where it was opened here. */
export interface OpenedEventStore {
  readonly store: EventStore;
  close(): void | Promise<void>;
}

/**
 * Makes the store; it connects when it is first needed.
 *
 * @param application its name: several may share a database
 */
export type OpenEventStore = (application: string, log: ServerLog) => OpenedEventStore;

/**
 * Reads a URL, so that a mistake in it is found before anything is served. A store of the application's own is not closed
 * here.
 *
 * @throws PorticoError `PORTICO_STORAGE_URL`, `PORTICO_LISTEN_OPTION` for a kind that keeps no events
 */
export function eventStoreOf(given: string | EventStore, limits: EventLimits): OpenEventStore {
  if (typeof given !== 'string') return () => ({ store: given, close: () => {} });
  const { kind, location } = parseStorageUrl(given);
  switch (kind) {
    case 'memory':
      return () => ({ store: new MemoryEventStore(limits), close: () => {} });
    case 'redis':
      return (application, log) => {
        const store = new RedisEventStore(location, application, limits, log);
        return { store, close: () => store.close() };
      };
    default:
      throw new OperatorError(
        'PORTICO_LISTEN_OPTION',
        `The option resumability.store names a ${kind} store, which keeps no events. Use redis://host:6379, memory:, or an EventStore of your own.`,
      );
  }
}
