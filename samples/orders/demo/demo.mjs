// A customer at a running server, in both eras of the protocol: fills a cart, checks out, answers what is asked.
// Usage: node demo/demo.mjs http://127.0.0.1:3000/mcp

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const ANSWERS = {
  'For whom is it?': { name: 'Ada', place: 'terrace' },
  'Ada, may we charge € 7.20?': { value: true },
};

await order('legacy');
await order({ pin: '2026-07-28' });

async function order(mode) {
  const client = new Client(
    { name: 'customer', version: '1.0.0' },
    { versionNegotiation: { mode }, capabilities: { elicitation: { form: {} } } },
  );
  client.setRequestHandler('elicitation/create', ({ params }) => {
    const content = ANSWERS[params.message];
    console.log(`  ? ${params.message} ${JSON.stringify(content)}`);
    return { action: 'accept', content };
  });
  await client.connect(new StreamableHTTPClientTransport(new URL(process.argv[2])));
  console.log(client.getNegotiatedProtocolVersion());

  // Where the connection has no session, the first result brings one, which goes with all later calls.
  const { session } = await call(client, 'add', { item: 'espresso', quantity: 2 });
  await call(client, 'add', { item: 'croissant', session });
  await call(client, 'checkout', { session });
  await client.close();
}

async function call(client, name, args) {
  const { isError, content, structuredContent } = await client.callTool({ name, arguments: args });
  if (isError) throw new Error(content[0].text);
  const { session, ...rest } = structuredContent;
  console.log(`  ${name} → ${JSON.stringify(rest)}`);
  return { session };
}
