import { silentLog } from 'portico';
import { openStateStore } from '../../src/context/state/stores/open-state-store.js';
import { describeStateStore } from '../state/store-contract.js';
import { needServer, postgresUrl, redisUrl } from '../support/services.js';

describeStateStore('Redis', () =>
  needServer('Redis', redisUrl, () => openStateStore(redisUrl, 0, silentLog)),
);
describeStateStore('PostgreSQL', () =>
  needServer('PostgreSQL', postgresUrl, () => openStateStore(postgresUrl, 0, silentLog)),
);
