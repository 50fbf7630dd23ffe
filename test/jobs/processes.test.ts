import { afterAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeProcesses } from './processes-contract.js';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-processes-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeProcesses('SQLite', () =>
  Promise.resolve({ url: `sqlite:${path.join(folder, randomUUID(), 'jobs.db')}`, prefix: 'portico' }),
);
