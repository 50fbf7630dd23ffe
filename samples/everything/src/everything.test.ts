import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { accept, createTestClient, onBothEras } from 'portico/testing';
import { EverythingModule } from './everything.module.js';
import { ElicitationTools } from './tools/elicitation.tools.js';
import { SamplingTools } from './tools/sampling.tools.js';
import { TaskTools } from './tools/task.tools.js';

onBothEras(describe)('everything', (era) => {
  test('is listed', async () => {
    const client = await createTestClient(EverythingModule, { era });
    const lists = [
      await client.listTools(),
      await client.listResources(),
      await client.listResourceTemplates(),
      await client.listPrompts(),
    ];
    for (const list of lists) assert.notEqual(list.length, 0);
    await client.close();
  });

  test('asks the user, and the model', async () => {
    const client = await createTestClient(EverythingModule, {
      era,
      onElicit: [accept({ username: 'ada', email: 'ada@example.org' })],
      onSample: ['Paris'],
    });
    assert.equal(
      await client.call(ElicitationTools, 'user', { message: 'Who are you?' }),
      'User response: action=accept, content={"username":"ada","email":"ada@example.org"}',
    );
    const prompt = 'The capital of France?';
    assert.equal(await client.call(SamplingTools, 'sample', { prompt }), 'LLM response: Paris');
    await client.close();
  });

  test('works in the background', async () => {
    const client = await createTestClient(EverythingModule, { era });
    const task = await client.startTask(TaskTools, 'slow', { seconds: 0.1 });
    assert.equal(await task.result(), 'Computed for 0.1 s.');
    await client.close();
  });
});
