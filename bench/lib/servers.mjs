/** Starting and ending the servers that are measured. */
import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onServerCore } from './proc.mjs';

const running = new Set();
const benchFolder = fileURLToPath(new URL('..', import.meta.url));

/**
 * Starts a server on its core.
 *
 * @param contender `file`, from the folder of the benchmarks, `env`, `flags` for Node, and `ipc` to talk to it beside
 * @returns the process, and its `port` where the mode is one over HTTP
 */
export async function start(contender, mode, env = {}) {
  const port = mode === 'stdio' ? undefined : await freePort();
  const flags = contender.flags ?? [];
  const [command, ...args] = onServerCore([
    process.execPath,
    ...flags,
    path.resolve(benchFolder, contender.file),
  ]);
  const child = spawn(command, args, {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      BENCH_MODE: mode,
      ...(port && { PORT: String(port) }),
      ...contender.env,
      ...env,
    },
    stdio: [mode === 'stdio' ? 'pipe' : 'ignore', 'pipe', 'pipe', ...(contender.ipc ? ['ipc'] : [])],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const said = [];
  child.stderr.on('data', (chunk) => said.push(chunk));
  if (mode !== 'stdio') child.stdout.resume();
  return { child, pid: child.pid, port, mode, said: () => Buffer.concat(said).toString() };
}

/** Waits until a port is listened to. */
export async function isUp({ child, port, said }, every = 10) {
  for (const end = performance.now() + 30_000; !(await listens(port)); await sleep(every))
    if (child.exitCode !== null || performance.now() > end)
      throw new Error(`The server does not listen. It said: ${said().slice(-1_000)}`);
}

export function stop({ child }) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
}

export const stopAll = () => Promise.all([...running].map((child) => stop({ child })));

function listens(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

// Below the ports that are given to clients: who polls one of those can end up connected to itself.
let nextPort = 21_000 + Math.floor(Math.random() * 8_000);

async function freePort() {
  for (;;) {
    const port = nextPort++;
    const isFree = await new Promise((resolve) => {
      const server = net.createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
