import { createHash } from 'node:crypto';
import { PorticoError } from '../common/portico-error.js';
import type { ServerLog } from '../common/server-log.js';
import { parseStorageUrl } from '../storage/storage-url.js';
import type { EventBus } from './event-bus.js';
import { MemoryBus } from './memory-bus.js';
import { PostgresBus } from './postgres-bus.js';
import { RedisBus } from './redis-bus.js';

/**
 * Opens the bus a URL names. A server that does not answer is no mistake: it is logged, and the bus waits for it.
 *
 * @param namespace who has the same hears the same
 * @throws PorticoError `PORTICO_EVENTS_KIND`, `PORTICO_STORAGE_URL`, `PORTICO_MISSING_PACKAGE`
 */
export async function openEventBus(url: string, namespace: string, log: ServerLog): Promise<EventBus> {
  const channel = eventChannel(namespace);
  const { kind, location } = parseStorageUrl(url);
  switch (kind) {
    case 'memory':
      return new MemoryBus(channel);
    case 'redis':
      return RedisBus.open(location, channel, log);
    case 'postgres':
      return PostgresBus.open(location, channel, log);
    case 'sqlite':
      throw new PorticoError(
        'PORTICO_EVENTS_KIND',
        `A SQLite file carries no events between processes. Use redis://host:6379 or postgres://user@host/database.`,
      );
  }
}

/** PostgreSQL takes 63 bytes for a channel, and no name may break out of it. */
export function eventChannel(namespace: string): string {
  return `portico_events_${createHash('sha256').update(namespace).digest('hex').slice(0, 32)}`;
}
