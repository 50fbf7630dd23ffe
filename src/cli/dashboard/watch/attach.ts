/*
 * Loaded before the server program by `portico dev` (`node --import`), and by nobody else.
 */
import { watchApplications } from '../../../app/operations/application-watcher.js';
import { DevWatcher } from './dev-watcher.js';

if (process.send) watchApplications(new DevWatcher());
