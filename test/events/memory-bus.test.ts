import { silentLog } from 'portico';
import { openEventBus } from '../../src/events/open-event-bus.js';
import { describeEventBus } from './bus-contract.js';

describeEventBus('Memory', (channel) => openEventBus('memory:', channel, silentLog));
