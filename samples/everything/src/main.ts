import { PorticoFactory } from 'portico';
import { EverythingModule } from './everything.module.js';

const app = await PorticoFactory.create(EverythingModule, {
  name: 'everything',
  version: '1.0.0',
  instructions: 'Every feature of the protocol once. The tools do nothing but show their feature.',
  listCache: { ttl: '1m', scope: 'public' },
  jobs: { url: 'memory:' }, // tasks end with this process; a file or a server would keep them
});
// stdio; `--http` and `--port 3000` serve HTTP instead, where a client may come back for what it missed
await app.listen({ resumability: true });
