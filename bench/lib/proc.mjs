/** What the machine says of a process: processor time, memory, load. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { loadavg } from 'node:os';

/** One core for the servers, one for the load; only where there are two, and `taskset`. */
export const SERVER_CORE = '0';
const CLIENT_CORE = '1';
const pins = spawnSync('taskset', ['-c', `${SERVER_CORE},${CLIENT_CORE}`, 'true']).status === 0;

/** How a command is written so that it runs on the core of the servers. */
export const onServerCore = (command) => (pins ? ['taskset', '-c', SERVER_CORE, ...command] : command);

/** Moves this process to the core of the load. */
export function moveToClientCore() {
  if (pins) spawnSync('taskset', ['-a', '-p', '-c', CLIENT_CORE, String(process.pid)]);
}

/** How a run is described: whether the cores are apart. */
export const hasOwnCores = pins;

/**
 * Processor time of a process, in ns: what the scheduler gave to all its threads, the garbage collector's and the compiler's
 * included. What `utime` and `stime` count, without their steps of 10 ms.
 */
export function processorTime(pid) {
  let run = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      run += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]);
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error; // a thread that ended in between
    }
  }
  return run;
}

/** Resident memory, in bytes. */
export function residentMemory(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Number(kilobytes) * 1024;
}

/** How many processes want to run, on average over the last minute. */
export const load = () => loadavg()[0];
