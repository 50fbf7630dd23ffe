import type { AgendaBackend } from 'agenda';
import { loadOptional } from '../../storage/optional-package.js';

/**
 * Agenda's queue on MongoDB. The records of tasks are kept elsewhere, in the store `jobs.store` names.
 *
 * This backend is typed by its package and has not been run: the tests of this project use SQLite, PostgreSQL and Redis.
 * What is written here follows the package's own declarations.
 *
 * @throws the driver's error when the server is not reachable
 */
export async function openMongoQueue(url: string, prefix: string): Promise<AgendaBackend> {
  const { MongoBackend } = await loadOptional(
    () => import('@agendajs/mongo-backend'),
    '@agendajs/mongo-backend',
    'Jobs in MongoDB',
  );
  const backend = new MongoBackend({
    address: url,
    collection: `${prefix}_job`,
    options: { serverSelectionTimeoutMS: 1_000 },
  });
  try {
    await backend.connect();
    return backend;
  } catch (error) {
    await backend.disconnect().catch(() => {});
    throw error;
  }
}
