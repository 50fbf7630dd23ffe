import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { PorticoFactory, silentLog } from 'portico';
import { createTestClient } from 'portico/testing';
import { TeaModule } from './tea.module.js';

for (const era of ['session', 'stateless'] as const)
  test(`asks for sugar (${era})`, async () => {
    const onElicit = () => ({ action: 'accept' as const, content: { value: 'some' } });
    const client = await createTestClient(TeaModule, { era, onElicit });
    const { structuredContent } = await client.callTool('brew', { tea: 'mint' });
    assert.deepEqual(structuredContent, { tea: 'mint', sugar: 'some', servedOver: 'memory' });
    await client.close();
  });

test('asks over HTTP+SSE, too', async () => {
  const app = await PorticoFactory.create(TeaModule, { name: 'tea', version: '1.0.0', log: silentLog });
  const { address } = await app.listen({ transport: 'http', port: 0, legacySse: true });
  const client = new Client({ name: 'older', version: '1.0.0' }, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { value: 'none' } }));
  await client.connect(new SSEClientTransport(new URL('/sse', address)));
  const steps: number[] = [];
  const { structuredContent } = await client.callTool(
    { name: 'brew', arguments: { tea: 'green' } },
    undefined,
    {
      onprogress: ({ progress }) => steps.push(progress),
    },
  );
  assert.deepEqual(structuredContent, { tea: 'green', sugar: 'none', servedOver: 'sse' });
  assert.deepEqual(steps, [1, 2, 3]);
  await client.close();
  await app.close();
});
