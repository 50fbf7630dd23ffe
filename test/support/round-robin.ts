import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that gives each request to the next of several servers, and knows of no sessions. */
export interface RoundRobin {
  readonly url: URL;
  /** How many requests each server was given. */
  readonly served: readonly number[];
  /** From now on all requests go to this server; `undefined` for each in turn again. */
  only(index: number | undefined): void;
  /** Breaks off every answer that is under way. */
  cut(): void;
  /** The servers whose event streams for no request are open, by index. */
  streams(): number[];
  close(): Promise<void>;
}

/** A server that refuses the connection is passed over, as proxies do; one that breaks off breaks the answer off. */
export async function roundRobin(targets: readonly (string | URL)[]): Promise<RoundRobin> {
  const served = targets.map(() => 0);
  const open = new Map<ServerResponse, { readonly index: number; readonly isStream: boolean }>();
  let next = 0;
  let fixed: number | undefined;

  const forward = (
    from: IncomingMessage,
    to: ServerResponse,
    body: Buffer,
    index = fixed ?? next++ % targets.length,
    triesLeft = targets.length - 1,
  ): void => {
    const target = new URL(targets[index]!);
    const { method, headers } = from;
    const outgoing = request(target, {
      method,
      headers: { ...onward(headers), host: target.host },
      agent: false,
    });
    let hasAnswered = false;
    outgoing.on('response', (answer) => {
      hasAnswered = true;
      served[index]!++;
      open.set(to, { index, isStream: method === 'GET' });
      to.writeHead(answer.statusCode!, onward(answer.headers));
      to.flushHeaders();
      answer.on('error', () => to.destroy());
      answer.on('aborted', () => to.destroy());
      answer.pipe(to);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (hasAnswered || to.destroyed) to.destroy();
      else if (error.code === 'ECONNREFUSED' && triesLeft > 0)
        forward(from, to, body, (index + 1) % targets.length, triesLeft - 1);
      else to.destroy();
    });
    to.on('close', () => (open.delete(to), outgoing.destroy()));
    outgoing.end(body);
  };

  const server = createServer((from, to) => {
    const chunks: Buffer[] = [];
    from.on('data', (chunk: Buffer) => chunks.push(chunk));
    from.on('end', () => forward(from, to, Buffer.concat(chunks)));
    from.on('error', () => to.destroy());
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/mcp`),
    served,
    only: (index) => (fixed = index),
    cut: () => {
      for (const answer of open.keys()) answer.destroy();
    },
    streams: () => [...open.values()].flatMap(({ index, isStream }) => (isStream ? [index] : [])),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Without what is said of one connection only. */
function onward({ connection, 'keep-alive': time, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}
