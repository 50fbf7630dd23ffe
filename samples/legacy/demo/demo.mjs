// The same client program over both transports of the same server: HTTP+SSE, and the one that replaced it.
// Usage: node demo/demo.mjs http://127.0.0.1:3000

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const at = (path) => new URL(path, process.argv[2]);

await brew(new SSEClientTransport(at('/sse')));
await brew(new StreamableHTTPClientTransport(at('/mcp')));

async function brew(transport) {
  const client = new Client({ name: 'guest', version: '1.0.0' }, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    console.log(`? ${params.message}`);
    return { action: 'accept', content: { value: 'some' } };
  });
  await client.connect(transport);
  const call = { name: 'brew', arguments: { tea: 'mint' } };
  const onprogress = ({ progress, total, message }) => console.log(`${progress}/${total} ${message}`);
  const { structuredContent } = await client.callTool(call, undefined, { onprogress });
  console.log(structuredContent);
  await client.close();
}
