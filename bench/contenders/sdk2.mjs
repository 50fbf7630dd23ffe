/** The official SDK v2 as it is documented: a server per session, or per request where there are none. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer, createMcpHandler, isInitializeRequest } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod/v4';
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
} from './surface.mjs';

const inputs = new Map([ECHO, ADD, CTX_WORK, ...FILLERS].map((tool) => [tool.name, z.object(tool.zod(z))]));
const sum = z.object(ADD.zodOutput(z));

function buildServer() {
  const server = new McpServer(SERVER_INFO, { capabilities: { logging: {} } });
  const tool = ({ name, description }, run, more) =>
    server.registerTool(name, { description, inputSchema: inputs.get(name), ...more }, run);
  let count = 0;
  tool(ECHO, (input) => text(ECHO.run(input)));
  tool(ADD, add, { outputSchema: sum });
  tool(CTX_WORK, async (_input, { mcpReq }) => {
    await mcpReq.log('info', CTX_WORK.message);
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken !== undefined)
      for (let progress = 1; progress <= CTX_WORK.steps; progress++)
        await mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken, progress, total: CTX_WORK.steps },
        });
    return text(`count=${++count}`);
  });
  for (const filler of FILLERS) tool(filler, (input) => text(filler.run(input)));
  const { uri, name, description, mimeType } = RESOURCE;
  server.registerResource(name, uri, { description, mimeType }, () => ({
    contents: [{ uri, mimeType, text: RESOURCE.text }],
  }));
  return server;
}

function add(input) {
  const structuredContent = ADD.run(input);
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
}

const sessions = new Map();

async function serveSession(request, response) {
  let body;
  if (request.method === 'POST') {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  }
  const id = request.headers['mcp-session-id'];
  const known = sessions.get(id);
  if (!known && (id || !isInitializeRequest(body))) return response.writeHead(id ? 404 : 400).end();
  await (known ?? (await openSession())).handleRequest(request, response, body);
}

async function openSession() {
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => sessions.set(id, transport),
  });
  transport.onclose = () => sessions.delete(transport.sessionId);
  await buildServer().connect(transport);
  return transport;
}

if (MODE === 'stdio') serveStdio(buildServer);
else {
  const serve = MODE === 'sessions' ? serveSession : toNodeHandler(createMcpHandler(buildServer));
  createServer((request, response) => {
    if (request.url !== PATHNAME) return response.writeHead(404).end();
    return void Promise.resolve(serve(request, response)).catch(() => response.destroy());
  }).listen(PORT, HOST);
}
