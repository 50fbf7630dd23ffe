import type { ServerLog } from '../common/server-log.js';
import { BusTopics } from '../events/bus-topics.js';
import type { ChangeHub } from '../events/change-hub.js';
import { openEventBus } from '../events/open-event-bus.js';
import type { EventsOptions, PorticoOptions } from './options.js';
import { environment, type Environment } from './configuration/environment.js';

/**
 * Lets changes go to the other processes of the application, where the code or the environment names a way.
 *
 * @returns the line to them, for what else they have to tell each other
 * @throws PorticoError `PORTICO_EVENTS_KIND`, `PORTICO_STORAGE_URL`, `PORTICO_MISSING_PACKAGE`
 */
export async function joinEvents(
  changes: ChangeHub,
  { events = {}, name }: Pick<PorticoOptions, 'events' | 'name'>,
  log: ServerLog,
  env: Environment = environment(),
): Promise<BusTopics | undefined> {
  const { namespace = name, url = env['PORTICO_EVENTS_URL'] }: EventsOptions = events;
  // An empty variable is how many tools write one that is not set.
  if (!url) return undefined;
  const topics = new BusTopics(await openEventBus(url, namespace, log));
  changes.join(topics);
  return topics;
}
