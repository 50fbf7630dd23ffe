import type { AgendaBackend } from 'agenda';
import { OperatorError } from '../common/operator-error.js';
import { PorticoError } from '../common/portico-error.js';
import type { ServerLog } from '../common/server-log.js';
import { parseStorageUrl } from '../storage/storage-url.js';
import { withPatience } from './engine/patience.js';
import type { JobsSettings } from './jobs-settings.js';
import type { JobsStorage } from './jobs-storage.js';

/** Connects to a server with patience. */
type Waits = <T>(connect: () => Promise<T>, what: string) => Promise<T>;

/**
 * Opens where tasks are kept, and Agenda's queue.
 *
 * @throws PorticoError `PORTICO_STORAGE_URL`, `PORTICO_MISSING_PACKAGE`, `PORTICO_JOBS_UNREACHABLE`, `PORTICO_JOBS_FILE`,
 * `PORTICO_JOBS_STORE`
 */
export async function openStorage(
  { url, store = url, prefix, connectTime }: JobsSettings,
  log: ServerLog,
  signal: AbortSignal,
): Promise<JobsStorage & { readonly backend: AgendaBackend }> {
  const isMongo = /^mongodb(\+srv)?:/.test(url);
  if (isMongo && store === url)
    throw new PorticoError(
      'PORTICO_JOBS_STORE',
      'MongoDB holds the queue of jobs, but not their records. Set jobs.store to sqlite:…, postgres://… or redis://….',
    );
  if (store !== url && !isMongo)
    throw new PorticoError(
      'PORTICO_JOBS_STORE',
      'Only a queue on MongoDB has its records elsewhere. Remove jobs.store, so that both are where jobs.url says.',
    );
  const waits: Waits = (connect, what) => withPatience(connect, what, connectTime, log, signal);
  const storage = await openRecords(store, prefix, waits, log);
  try {
    const backend = isMongo ? await waits(() => openMongo(url, prefix), 'MongoDB') : await storage.queue();
    const close = async () => {
      if (isMongo) await backend.disconnect();
      await storage.close();
    };
    return { ...storage, backend, close };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** Each kind is loaded when its URL asks for it. */
async function openRecords(url: string, prefix: string, waits: Waits, log: ServerLog): Promise<JobsStorage> {
  const { kind, location } = parseStorageUrl(url);
  switch (kind) {
    case 'memory':
    case 'sqlite':
      return openFile(kind === 'memory' ? ':memory:' : location, prefix, log);
    case 'postgres': {
      const { openPostgresStorage } = await import('./postgres/open-postgres-storage.js');
      return waits(() => openPostgresStorage(location, prefix, log), 'PostgreSQL');
    }
    case 'redis': {
      const { openRedisStorage } = await import('./redis/open-redis-storage.js');
      return waits(() => openRedisStorage(location, prefix, log), 'Redis');
    }
  }
}

async function openFile(file: string, prefix: string, log: ServerLog): Promise<JobsStorage> {
  const { openSqliteStorage } = await import('./sqlite/open-sqlite-storage.js');
  try {
    return openSqliteStorage(file, prefix, log);
  } catch (cause) {
    if (cause instanceof PorticoError) throw cause;
    throw new OperatorError(
      'PORTICO_JOBS_FILE',
      `Background jobs are kept in the file ${file}, which cannot be opened: ${(cause as Error).message}. Set jobs.url (PORTICO_JOBS_URL) to a place this process may write to, such as sqlite:/var/lib/orders/jobs.db, or to memory: for a trial.`,
      { cause },
    );
  }
}

async function openMongo(url: string, prefix: string): Promise<AgendaBackend> {
  return (await import('./mongo/open-mongo-queue.js')).openMongoQueue(url, prefix);
}
