// Starts the built sample, and connects to it in either of the two ways a client can.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Serves HTTP on a free port until `stop` is called, which returns the exit code. */
export async function startHttpServer() {
  const server = spawn(process.execPath, [MAIN, '--http', '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exit = once(server, 'exit');
  process.once('exit', () => server.kill('SIGKILL'));

  const output = [];
  for await (const line of createInterface({ input: server.stderr })) {
    output.push(line);
    const url = line.match(/listening on (http\S+)/)?.[1];
    if (!url) continue;

    server.stderr.resume(); // nobody reads on, and a full pipe would stop the server
    const stop = async () => (server.kill('SIGTERM'), (await exit)[0]);
    return { url: new URL(url), stop };
  }
  throw new Error(`The server ended before it listened:\n${output.join('\n')}`);
}

/** A client that speaks `mode`, over HTTP to `url`, or over stdio to a server of its own where there is no `url`. */
export async function connect(mode, url) {
  const client = new Client({ name: 'weather-demo', version: '1.0.0' }, { versionNegotiation: { mode } });
  const transport = url
    ? new StreamableHTTPClientTransport(url)
    : new StdioClientTransport({ command: process.execPath, args: [MAIN], stderr: 'ignore' });
  await client.connect(transport);
  if (!url) {
    const kill = () => process.kill(transport.pid, 'SIGKILL');
    process.once('exit', kill);
    client.onclose = () => process.off('exit', kill);
  }
  return client;
}

// Nothing is left running when the demo ends early.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
