import { createHost } from './host.js';

const { host, mcp } = await createHost();
const port = Number(process.env['PORT'] ?? 3000);
const server = host.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`));

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.close(); // no new requests
    void mcp.close(); // those that run are finished, and streams of clients end
  });
