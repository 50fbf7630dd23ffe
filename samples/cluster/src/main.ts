import { PorticoFactory } from 'portico';
import { ParcelsModule } from './parcels.module.js';

const { REDIS_URL = 'redis://127.0.0.1:6379', CLUSTER = 'parcels' } = process.env;

// The same program is a server or a worker, by PORTICO_ROLE. What each of them may need to know is in Redis.
const app = await PorticoFactory.create(ParcelsModule, {
  name: CLUSTER, // processes of the same name belong together
  version: '1.0.0',
  state: { store: REDIS_URL },
  events: { url: REDIS_URL },
  interaction: { store: REDIS_URL }, // with the same PORTICO_STATE_KEY everywhere
  jobs: { url: REDIS_URL, prefix: CLUSTER, lease: '2s' }, // a worker that is silent for so long is taken for dead
});
await app.listen({ resumability: { store: REDIS_URL } });
