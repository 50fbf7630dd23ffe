/** tmcp, with its zod adapter and its own transports. */
import { createServer } from 'node:http';
import { createRequestListener } from '@remix-run/node-fetch-server';
import { ZodJsonSchemaAdapter } from '@tmcp/adapter-zod';
import { HttpTransport } from '@tmcp/transport-http';
import { StdioTransport } from '@tmcp/transport-stdio';
import { McpServer } from 'tmcp';
import { z } from 'zod';
import {
  ADD,
  CTX_WORK,
  ECHO,
  FILLERS,
  HOST,
  MODE,
  PATHNAME,
  PORT,
  RESOURCE,
  SERVER_INFO,
  text,
} from '../contenders/surface.mjs';

const server = new McpServer(
  { ...SERVER_INFO, description: 'bench' },
  { adapter: new ZodJsonSchemaAdapter(), capabilities: { tools: {}, resources: {}, logging: {} } },
);
const counts = new Map();
const tool = ({ name, description, zod }, run, more) =>
  server.tool({ name, description, schema: z.object(zod(z)), ...more }, run);

tool(ECHO, (input) => text(ECHO.run(input)));
tool(
  ADD,
  (input) => {
    const structuredContent = ADD.run(input);
    return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
  },
  { outputSchema: z.object(ADD.zodOutput(z)) },
);
server.tool({ name: CTX_WORK.name, description: CTX_WORK.description }, () => {
  server.log('info', CTX_WORK.message);
  for (let i = 1; i <= CTX_WORK.steps; i++) server.progress(i, CTX_WORK.steps);
  const key = server.ctx.sessionId ?? '';
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return text(`count=${counts.get(key)}`);
});
for (const filler of FILLERS) tool(filler, (input) => text(filler.run(input)));
const { uri, name, description, mimeType } = RESOURCE;
server.resource({ uri, name, description }, () => ({ contents: [{ uri, mimeType, text: RESOURCE.text }] }));

if (MODE === 'stdio') new StdioTransport(server).listen();
else {
  const transport = new HttpTransport(server, { path: PATHNAME });
  const answer = async (request) => (await transport.respond(request)) ?? new Response(null, { status: 404 });
  createServer(createRequestListener(answer)).listen(PORT, HOST);
}
