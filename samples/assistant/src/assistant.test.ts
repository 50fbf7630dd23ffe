import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTestClient, onBothEras } from 'portico/testing';
import { AnswerTool } from './answer.tool.js';
import { AssistantModule } from './assistant.module.js';
import { HelpTools } from './help.tools.js';

/** What a model says that calls a tool; it gives its answer by the tool `final_response`. */
const calls = (name: string, input: object) => ({
  role: 'assistant',
  model: 'script',
  stopReason: 'toolUse',
  content: { type: 'tool_use', id: `call of ${name}`, name, input },
});

const question = 'I have a flat tyre. What now?';
const answer = { text: 'We bring you another one.', pages: ['flat-tyre'], isCertain: true };

onBothEras(describe)('the assistant', (era) => {
  test('lets the model look things up before it answers', async () => {
    const client = await createTestClient(AssistantModule, {
      era,
      onSample: [
        calls('search', { words: 'flat tyre' }),
        calls('read_page', { name: 'flat-tyre' }),
        calls('final_response', answer),
      ],
    });
    assert.deepEqual(await client.call(AnswerTool, { question }), answer);
    assert.match(JSON.stringify(client.samples.at(-1)), /within an hour and free of charge/);
    await client.close();
  });
});

test('does not take an answer of another form', async () => {
  const client = await createTestClient(AssistantModule, {
    onSample: [calls('final_response', { text: 'We come.' }), calls('final_response', answer)],
  });
  assert.deepEqual(await client.call(AnswerTool, { question }), answer);
  await client.close();
});

test('searches without a model, too', async () => {
  const client = await createTestClient(AssistantModule);
  assert.deepEqual(await client.call(HelpTools, 'search', { words: 'helmet' }), { pages: ['prices'] });
  await client.close();
});
