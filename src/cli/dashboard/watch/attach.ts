/*
 * Loaded before the server program by `portico dev` (`node --import`), and by nobody else. What that program forks inherits
 * the flag, and has a channel too, but to the program: there is nobody who watches, and nobody may be sent what is not theirs.
 */
import { watchApplications } from '../../../app/operations/application-watcher.js';
import { DevWatcher } from './dev-watcher.js';

const dev = new URL(import.meta.url).searchParams.get('dev');
if (process.send && String(process.ppid) === dev) watchApplications(new DevWatcher());
