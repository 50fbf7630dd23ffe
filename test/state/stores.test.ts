import { afterAll } from '@jest/globals';
import { Keyv } from 'keyv';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLog } from 'portico';
import { openStateStore } from '../../src/context/state/stores/open-state-store.js';
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
