import { afterAll, expect, test } from '@jest/globals';
import { Keyv } from 'keyv';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLog } from 'portico';
import { openStateStore } from '../../src/context/state/stores/open-state-store.js';
import { SqliteAdapter } from '../../src/context/state/stores/sqlite-adapter.js';
import { openSqlite } from '../../src/storage/sqlite.js';
import { describeStateStore } from './store-contract.js';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-state-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is in this process is one for all who have it open. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  const opened = open();
  return () => opened;
}

describeStateStore(
  'memory',
  once(() => openStateStore('memory:', 10_000, silentLog)),
);
describeStateStore('SQLite', () => openStateStore(`sqlite:${path.join(folder, 'state.db')}`, 0, silentLog));
describeStateStore(
  'a Keyv of the application',
  once(() => openStateStore(new Keyv(), 0, silentLog)),
);

test('what has expired is removed from the file, and nothing else', async () => {
  const database = openSqlite(path.join(folder, 'swept.db'));
  const store = new SqliteAdapter(database, silentLog);
  for (let i = 0; i < 2_500; i++) await store.set(`test/app/${i}`, 'x', i % 2 ? 1 : 60_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await (store as unknown as { sweep(): Promise<void> }).sweep();
  expect(database.prepare('SELECT count(*) AS left FROM portico_state').get()).toMatchObject({ left: 1_250 });
  await store.disconnect();
});
