import { silentLog } from 'portico';
import { openEventBus } from '../../src/events/open-event-bus.js';
import { describeEventBus } from '../events/bus-contract.js';
import { postgresUrl, redisUrl } from '../support/services.js';

describeEventBus('Redis', (channel) => openEventBus(redisUrl, channel, silentLog));
describeEventBus('PostgreSQL', (channel) => openEventBus(postgresUrl, channel, silentLog));
