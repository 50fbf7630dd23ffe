/** Bare node:http, or stdio, around {@link dispatch}. JSON, and an event stream only where something precedes the result. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { HOST, MODE, PATHNAME, PORT } from '../surface.mjs';
import { dispatch } from './dispatch.mjs';

const sessions = new Map();

if (MODE === 'stdio') serveStdio();
else createServer(serve).listen(PORT, HOST);

function serveStdio() {
  const session = {};
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk) => {
    rest += chunk;
    let out = '';
    let from = 0;
    for (let end; (end = rest.indexOf('\n', from)) !== -1; from = end + 1) {
      const answer = dispatch(
        JSON.parse(rest.slice(from, end)),
        session,
        (json) => (out += `${json}\n`),
        false,
      );
      if (answer !== undefined) out += `${answer}\n`;
    }
    rest = rest.slice(from);
    if (out) process.stdout.write(out);
  });
  process.stdin.on('end', () => process.exit(0));
}

function serve(request, response) {
  if (request.url !== PATHNAME) return response.writeHead(404).end();
  if (request.method === 'DELETE')
    return response.writeHead(sessions.delete(request.headers['mcp-session-id']) ? 200 : 404).end();
  if (request.method !== 'POST') return response.writeHead(405).end();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    let message;
    try {
      message = JSON.parse((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)).toString('utf8'));
    } catch {
      return response.writeHead(400).end();
    }
    return answer(request, response, message);
  });
}

function answer(request, response, message) {
  const isStateless = MODE === '2026-07-28';
  if (isStateless && request.headers['mcp-method'] !== message.method) return response.writeHead(400).end();
  const { id, session } = sessionOf(request, message);
  if (session === undefined) return response.writeHead(404).end();
  let events = '';
  const json = dispatch(
    message,
    session,
    (event) => (events += `event: message\ndata: ${event}\n\n`),
    isStateless,
  );
  if (json === undefined) return response.writeHead(202).end();
  const head = id === undefined ? {} : { 'mcp-session-id': id };
  if (events !== '') {
    response.writeHead(200, {
      ...head,
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
    });
    return response.end(`${events}event: message\ndata: ${json}\n\n`);
  }
  head['content-type'] = 'application/json';
  head['content-length'] = Buffer.byteLength(json);
  return response.writeHead(200, head).end(json);
}

function sessionOf(request, message) {
  if (MODE !== 'sessions') return { session: {} };
  if (message.method !== 'initialize') {
    const id = request.headers['mcp-session-id'];
    return { id, session: sessions.get(id) };
  }
  const id = randomUUID();
  const session = {};
  sessions.set(id, session);
  return { id, session };
}
