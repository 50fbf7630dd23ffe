import { afterAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLog } from 'portico';
import { openSqliteStorage } from '../../src/jobs/sqlite/open-sqlite-storage.js';
import { describeTaskStore } from './task-store-contract.js';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-tasks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const memory = Promise.resolve(openSqliteStorage(':memory:', 'portico', silentLog));
describeTaskStore('memory', () => memory);
describeTaskStore('SQLite', async () =>
  openSqliteStorage(path.join(folder, 'jobs.db'), 'portico', silentLog),
);
