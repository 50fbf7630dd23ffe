import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClient } from 'portico/testing';
import { ParcelsModule } from './parcels.module.js';

for (const era of ['session', 'stateless'] as const) {
  test(`remembers what was scanned, once (${era})`, async () => {
    const client = await createTestClient(ParcelsModule, { era });
    for (const parcel of [17, 18, 17]) await client.callTool('scan', { parcel });
    assert.deepEqual((await client.callTool('van')).structuredContent, { parcels: [17, 18] });
    await client.close();
  });

  test(`delivers while the client waits, too (${era})`, async () => {
    const client = await createTestClient(ParcelsModule, { era });
    const { structuredContent } = await client.callTool('deliver', { stops: 3 });
    assert.deepEqual(structuredContent, { label: 1, stops: 3, attempt: 1, worker: process.pid });
    await client.close();
  });
}
