import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { holdFile } from './hold-file.js';
import { describeOutage } from './outage-contract.js';

/** An SQLite file is away while another program keeps it to itself. */
describeOutage('an SQLite file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'portico-file-'));
  const file = path.join(folder, 'jobs.db');
  let holder: Awaited<ReturnType<typeof holdFile>> | undefined;
  return Promise.resolve({
    url: `sqlite:${file}`,
    prefix: 'portico',
    async down() {
      holder = await holdFile(file);
    },
    async up() {
      await holder!.release();
    },
    async remove() {
      await holder?.release();
      rmSync(folder, { recursive: true });
    },
  });
});
