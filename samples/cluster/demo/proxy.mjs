// A proxy that gives each request to the next server, and passes over those that are gone. It knows of no sessions.

import { createServer, request } from 'node:http';
import { once } from 'node:events';

export async function startProxy(targets) {
  let next = 0;

  function forward(from, to, body, index = next++, last = index + targets.length - 1) {
    const target = targets[index % targets.length];
    const headers = { ...from.headers, host: target.host };
    const outgoing = request(target, { method: from.method, headers, agent: false }, (answer) => {
      to.writeHead(answer.statusCode, answer.headers);
      to.flushHeaders();
      answer.on('error', () => to.destroy());
      answer.pipe(to);
    });
    outgoing.on('error', ({ code }) => {
      if (code === 'ECONNREFUSED' && index < last) forward(from, to, body, index + 1, last);
      else to.destroy(); // the server may have begun with it: only the client knows whether to ask again
    });
    to.on('close', () => outgoing.destroy());
    outgoing.end(body);
  }

  const proxy = createServer(async (from, to) => forward(from, to, Buffer.concat(await from.toArray())));
  proxy.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: new URL(`http://127.0.0.1:${proxy.address().port}/mcp`),
    close: () => (proxy.close(), proxy.closeAllConnections()),
  };
}
