import { expect, it } from '@jest/globals';
import { silentLog } from 'portico';
import { openEventBus } from '../../src/events/open-event-bus.js';
import { describeEventBus } from './bus-contract.js';

describeEventBus('Memory', (channel) => openEventBus('memory:', channel, silentLog));

it('a file carries no events', async () => {
  await expect(openEventBus('sqlite:events.db', 'c', silentLog)).rejects.toMatchObject({
    code: 'PORTICO_EVENTS_KIND',
  });
});
