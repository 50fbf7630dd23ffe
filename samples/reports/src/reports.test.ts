import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { PorticoFactory, silentLog } from 'portico';
import { createTestClient } from 'portico/testing';
import { ReportsModule } from './reports.module.js';

const report = {
  number: 1,
  year: 2025,
  euros: 38_550,
  best: { month: 'July', orders: 157, euros: 3925 },
};

for (const era of ['session', 'stateless'] as const)
  test(`reports while the client waits (${era})`, async () => {
    const client = await createTestClient(ReportsModule, { era });
    const steps: string[] = [];
    const { structuredContent } = await client.callTool(
      'yearlyReport',
      { year: 2025 },
      { onProgress: ({ progress, total, message }) => steps.push(`${progress}/${total} ${message}`) },
    );
    assert.deepEqual(structuredContent, report);
    assert.deepEqual(steps.slice(0, 2), ['0/12 January 2025', '1/12 February 2025']);
    await client.close();
  });

test('reports in the background, and the client comes back for the result', async () => {
  const app = await PorticoFactory.create(ReportsModule, {
    name: 'test',
    version: '1.0.0',
    jobs: { url: 'memory:' },
    log: silentLog,
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(app.connect().clientTransport);

  const call = { name: 'yearlyReport', arguments: { year: 2025 } };
  const seen = [];
  for await (const message of client.experimental.tasks.callToolStream(call, undefined, { task: {} })) {
    seen.push(message.type);
    if (message.type === 'result') assert.deepEqual(message.result.structuredContent, report);
  }
  assert.equal(seen.at(0), 'taskCreated');
  assert.equal(seen.at(-1), 'result');
  await client.close();
  await app.close();
});

test('stops when the client cancels', async () => {
  const client = await createTestClient(ReportsModule, { log: silentLog });
  const cancel = new AbortController();
  const call = client.callTool(
    'yearlyReport',
    { year: 2025 },
    { signal: cancel.signal, onProgress: () => cancel.abort() },
  );
  await assert.rejects(call);
  await client.close();
});
