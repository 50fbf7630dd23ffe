import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClient } from 'portico/testing';
import { AssistantModule } from './assistant.module.js';

/** A model that calls these tools, one after the other; the last call is its answer. */
function modelThatCalls(...calls: [name: string, input: object][]) {
  const asked: Readonly<Record<string, unknown>>[] = [];
  const onSample = (question: Readonly<Record<string, unknown>>) => {
    const [name, input] = calls[asked.length]!;
    const id = `call-${asked.push(question)}`;
    return {
      role: 'assistant',
      model: 'script',
      stopReason: 'toolUse',
      content: { type: 'tool_use', id, name, input },
    };
  };
  return { asked, onSample };
}

const question = 'I have a flat tyre. What now?';
const answer = { text: 'We bring you another one.', pages: ['flat-tyre'], isCertain: true };

for (const era of ['session', 'stateless'] as const)
  test(`lets the model look things up before it answers (${era})`, async () => {
    const { asked, onSample } = modelThatCalls(
      ['search', { words: 'flat tyre' }],
      ['read_page', { name: 'flat-tyre' }],
      ['final_response', answer],
    );
    const client = await createTestClient(AssistantModule, { era, onSample });
    const { structuredContent } = await client.callTool('answer', { question });
    assert.deepEqual(structuredContent, answer);
    assert.match(JSON.stringify(asked.at(-1)), /within an hour and free of charge/);
    await client.close();
  });

test('does not take an answer of another form', async () => {
  const { asked, onSample } = modelThatCalls(
    ['final_response', { text: 'We come.' }],
    ['final_response', answer],
  );
  const client = await createTestClient(AssistantModule, { onSample });
  const { structuredContent } = await client.callTool('answer', { question });
  assert.deepEqual(structuredContent, answer);
  assert.match(JSON.stringify(asked.at(-1)), /pages/);
  await client.close();
});

test('searches without a model, too', async () => {
  const client = await createTestClient(AssistantModule);
  const { structuredContent } = await client.callTool('search', { words: 'helmet' });
  assert.deepEqual(structuredContent, { pages: ['prices'] });
  await client.close();
});
