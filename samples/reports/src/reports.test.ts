import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentLog } from 'portico';
import { createTestClient, onBothEras } from 'portico/testing';
import { ReportsModule } from './reports.module.js';
import { YearlyReportTool } from './yearly-report.tool.js';

const report = {
  number: 1,
  year: 2025,
  euros: 38_550,
  best: { month: 'July', orders: 157, euros: 3925 },
};

onBothEras(describe)('the report of a year', (era) => {
  test('comes while the client waits, with its progress', async () => {
    const client = await createTestClient(ReportsModule, { era });
    assert.deepEqual(await client.call(YearlyReportTool, { year: 2025 }), report);
    assert.deepEqual(
      client.progress.slice(0, 2).map(({ progress, message }) => `${progress} ${message}`),
      ['0 January 2025', '1 February 2025'],
    );
    await client.close();
  });

  test('is made in the background, and the client comes back for it', async () => {
    const client = await createTestClient(ReportsModule, { era });
    const task = await client.startTask(YearlyReportTool, { year: 2025 });
    assert.equal((await task.status()).status, 'working');
    assert.deepEqual(await task.result(), report);
    await client.close();
  });

  test('stops when the client cancels', async () => {
    const client = await createTestClient(ReportsModule, { era, log: silentLog });
    const task = await client.startTask(YearlyReportTool, { year: 2025 });
    await task.cancel();
    await task.until('cancelled');
    await client.close();
  });
});
