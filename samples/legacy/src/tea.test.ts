import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { PorticoFactory, silentLog } from 'portico';
import { accept, createTestClient, decline, onBothEras } from 'portico/testing';
import { TeaModule } from './tea.module.js';
import { TeaTools } from './tea.tools.js';

onBothEras(describe)('tea', (era) => {
  test('is brewed with sugar, if wanted', async () => {
    const client = await createTestClient(TeaModule, { era, onElicit: [accept('some'), decline] });
    const cup = { tea: 'mint', sugar: 'some', servedOver: 'memory' };
    assert.deepEqual(await client.call(TeaTools, 'brew', { tea: 'mint' }), cup);
    assert.equal(await client.call(TeaTools, 'brew', { tea: 'mint' }), 'No tea, then.');
    await client.close();
  });
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
  assert.deepEqual(steps.slice(0, 2), [1, 2]); // the client drops a last step that it reads in one piece with the result
  await client.close();
  await app.close();
});
