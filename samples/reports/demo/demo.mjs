// Calls the report as a task: gets it at once, follows it, and fetches its result.
// Usage: node demo/demo.mjs http://127.0.0.1:3000/mcp

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const client = new Client({ name: 'reader', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(process.argv[2])));

const call = { name: 'yearlyReport', arguments: { year: 2025 } };
let last;
for await (const message of client.experimental.tasks.callToolStream(call, undefined, { task: {} })) {
  switch (message.type) {
    case 'taskCreated':
      console.log('The server took the task; this client is free.');
      break;
    case 'taskStatus': {
      const { status, statusMessage = '' } = message.task;
      if (`${status} ${statusMessage}` !== last) console.log((last = `${status} ${statusMessage}`).trim());
      break;
    }
    case 'result':
      console.log(message.result.structuredContent);
      break;
    case 'error':
      throw message.error;
  }
}
await client.close();
