import { silentLog } from 'portico';
import { openFlowStore } from '../../src/interaction/stores/open-flow-store.js';
import { describeFlowStore } from '../interaction/flow-store-contract.js';
import { postgresUrl, redisUrl } from '../support/services.js';

describeFlowStore('Redis', () => openFlowStore(redisUrl, silentLog));
describeFlowStore('PostgreSQL', () => openFlowStore(postgresUrl, silentLog));
