import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTestClient, onBothEras } from 'portico/testing';
import { DeliverTool } from './deliver.tool.js';
import { ParcelsModule } from './parcels.module.js';
import { ScanTools } from './scan.tools.js';

onBothEras(describe)('a van', (era) => {
  test('remembers what was scanned, once', async () => {
    const client = await createTestClient(ParcelsModule, { era });
    for (const parcel of [17, 18, 17]) await client.call(ScanTools, 'scan', { parcel });
    assert.deepEqual(await client.call(ScanTools, 'van'), { parcels: [17, 18] });
    await client.close();
  });

  test('delivers as a task, with a label of its own', async () => {
    const client = await createTestClient(ParcelsModule, { era });
    const tours = [
      await client.startTask(DeliverTool, { stops: 3 }),
      await client.startTask(DeliverTool, { stops: 3 }),
    ];
    const labels = [];
    for (const tour of tours) labels.push((await tour.result()).label);
    assert.deepEqual(labels.sort(), [1, 2]);
    await client.close();
  });
});
