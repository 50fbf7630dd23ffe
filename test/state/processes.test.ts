import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { updatedByTwoProcesses } from './two-processes.js';

const folder = mkdtempSync(path.join(tmpdir(), 'portico-processes-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('two processes with one SQLite file lose no update', async () => {
  expect(await updatedByTwoProcesses(`sqlite:${path.join(folder, 'state.db')}`, 50)).toEqual({
    updates: 100,
    counts: 100,
    outputs: ['{"failed":[]}', '{"failed":[]}'],
  });
}, 90_000);
