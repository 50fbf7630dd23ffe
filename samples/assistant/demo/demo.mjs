// A client that lends its model. The model is a script here: it says the same whatever it is asked.

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const SCRIPT = [
  ['search', { words: 'flat tyre' }],
  ['read_page', { name: 'flat-tyre' }],
  [
    'final_response',
    {
      text: 'Try the repair kit under the saddle. If that does not help, call us: we bring another bicycle, free of charge.',
      pages: ['flat-tyre'],
      isCertain: true,
    },
  ],
];

const client = new Client(
  { name: 'assistant-demo', version: '1.0.0' },
  { versionNegotiation: { mode: 'auto' }, capabilities: { sampling: { tools: {} } } },
);
let turn = 0;
client.setRequestHandler('sampling/createMessage', ({ params }) => {
  if (turn === 0) console.log(`system: ${params.systemPrompt}\nuser: ${params.messages[0].content.text}`);
  const [name, input] = SCRIPT[turn++];
  console.log(`model: ${name} ${JSON.stringify(input)}`);
  const content = { type: 'tool_use', id: `call-${turn}`, name, input };
  return { role: 'assistant', model: 'script', stopReason: 'toolUse', content };
});

await client.connect(
  new StdioClientTransport({ command: process.execPath, args: ['dist/main.js'], stderr: 'inherit' }),
);
const { structuredContent } = await client.callTool({
  name: 'answer',
  arguments: { question: 'I have a flat tyre. What now?' },
});
console.log('result:', structuredContent);
await client.close();
