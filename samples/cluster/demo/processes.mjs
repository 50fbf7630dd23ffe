// The processes of the cluster: each is the built program, in one of its roles.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Of this run alone: it is the name of the keys in Redis. */
export const CLUSTER = `parcels_${randomBytes(4).toString('hex')}`;

const env = { ...process.env, CLUSTER, PORTICO_STATE_KEY: randomBytes(32).toString('base64') };
const running = new Set();

export const startServer = () => start('server', ['--http', '--port', '0'], /listening on (http\S+)/);
export const startWorker = () => start('worker', [], /taking background work/);

async function start(role, flags, isReady) {
  const child = spawn(process.execPath, ['dist/main.js', ...flags], {
    env: { ...env, PORTICO_ROLE: role },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  const said = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    const ready = isReady.exec(line);
    if (!ready) continue;
    child.stderr.resume(); // nobody reads on, and a full pipe would stop it
    return { role, pid: child.pid, url: ready[1] && new URL(ready[1]), kill: () => child.kill('SIGKILL') };
  }
  throw new Error(`A ${role} ended before it was ready:\n${said.join('\n')}`);
}

/** Asks all that are left to end, and waits for it. */
export async function stopAll() {
  const living = [...running].filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  await Promise.all(living.map((child) => (child.kill('SIGTERM'), once(child, 'exit'))));
}

process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));
