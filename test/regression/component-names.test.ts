import { expect, it } from '@jest/globals';
import { Injectable, Module, Param, Prompt, Resource, Tool } from 'portico';
import { createTestClient } from 'portico/testing';

@Injectable()
class MixedTools {
  @Tool() execute() {
    return 1;
  }
  @Resource('mixed://all') read() {
    return 'all';
  }
  @Prompt('Render') render() {
    return 'text';
  }
  @Prompt('Ask') ask(@Param('subject') subject: string, @Param('tone') tone = 'friendly') {
    return `${subject}, ${tone}`;
  }
}

@Tool()
class CountTool {
  execute() {
    return 2;
  }
}

@Module({ providers: [MixedTools, CountTool] })
class NamesModule {}

it('a method names its component, whatever the method is called', async () => {
  const client = await createTestClient(NamesModule);
  expect((await client.listTools()).map(({ name }) => name)).toEqual(['execute', 'count']);
  expect((await client.listResources()).map(({ name }) => name)).toEqual(['read']);
  expect((await client.listPrompts()).map(({ name }) => name)).toEqual(['render', 'ask']);
  await client.close();
});

it('an argument of a prompt that has a default may be left out', async () => {
  const client = await createTestClient(NamesModule);
  const ask = (await client.listPrompts()).find(({ name }) => name === 'ask');
  expect(ask?.arguments).toEqual([
    { name: 'subject', required: true },
    { name: 'tone', required: false },
  ]);
  const said = async (args: Record<string, string>) =>
    (await client.getPrompt('ask', args)).messages[0]?.content;
  expect(await said({ subject: 'tea' })).toEqual({ type: 'text', text: 'tea, friendly' });
  expect(await said({ subject: 'tea', tone: 'curt' })).toEqual({ type: 'text', text: 'tea, curt' });
  await expect(client.getPrompt('ask')).rejects.toThrow('subject: is required');
  await client.close();
});
