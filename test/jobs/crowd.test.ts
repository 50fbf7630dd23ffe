import { afterAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeCrowd } from './crowd-contract.js';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-crowd-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeCrowd('SQLite', () =>
  Promise.resolve({ url: `sqlite:${path.join(folder, 'jobs.db')}`, prefix: 'portico' }),
);
