import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClient } from 'portico/testing';
import { EverythingModule } from './everything.module.js';

for (const era of ['session', 'stateless'] as const)
  test(`has every feature (${era})`, async () => {
    const client = await createTestClient(EverythingModule, {
      era,
      onElicit: () => ({ action: 'accept', content: { username: 'ada', email: 'ada@example.org' } }),
      onSample: () => 'Paris',
    });
    const lists = [
      await client.listTools(),
      await client.listResources(),
      await client.listResourceTemplates(),
      await client.listPrompts(),
    ];
    for (const list of lists) assert.notEqual(list.length, 0);

    const asked = await client.callTool('test_elicitation', { message: 'Who are you?' });
    assert.deepEqual(asked.content, [
      {
        type: 'text',
        text: 'User response: action=accept, content={"username":"ada","email":"ada@example.org"}',
      },
    ]);
    const sampled = await client.callTool('test_sampling', { prompt: 'The capital of France?' });
    assert.deepEqual(sampled.content, [{ type: 'text', text: 'LLM response: Paris' }]);
    await client.close();
  });
