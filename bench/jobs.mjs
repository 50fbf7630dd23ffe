/**
 * Background jobs: latency from submission to result, throughput of one worker, and what 50,000 finished jobs leave behind.
 *
 *   node bench/jobs.mjs [sqlite] [postgres] [redis] [leak]
 *
 * Beside each figure stand the load of the machine and, for throughput, the processor time one job took in this process: on
 * a machine that is busy the figure tells about the others, the processor time about us.
 *
 * PostgreSQL and Redis are found at PORTICO_TEST_POSTGRES_URL and PORTICO_TEST_REDIS_URL, or on this machine.
 */
import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Job, Jobs, Module, PorticoFactory } from 'portico';

class Nothing {
  run() {
    return 1;
  }
}
Job('nothing')(Nothing);
class BenchModule {}
Module({ providers: [Nothing] })(BenchModule);

const options = (jobs, role) => ({
  name: 'bench',
  version: '1.0.0',
  role,
  jobs: { prefix: `b${process.env.BENCH_RUN ?? ''}`, ...jobs },
  interaction: { keys: ['k'.repeat(40)] },
});

if (process.argv[2] === 'worker') {
  const app = await PorticoFactory.create(BenchModule, options({ url: process.argv[3] }, 'worker'));
  await app.listen();
  process.stdout.write('ready\n');
} else {
  await main(process.argv.slice(2));
}

async function main(wanted) {
  process.env.BENCH_RUN = randomBytes(4).toString('hex');
  const has = (name) => wanted.length === 0 || wanted.includes(name);
  if (has('sqlite')) await onSqlite(inProcess);
  if (has('sqlite')) await onSqlite(acrossProcesses);
  const postgres = process.env.PORTICO_TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
  if (has('postgres')) await acrossProcesses('PostgreSQL', postgres);
  const redis = process.env.PORTICO_TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';
  if (has('redis')) await acrossProcesses('Redis', redis);
  if (has('leak')) await onSqlite(leftBehind);
}

async function onSqlite(measure) {
  const folder = mkdtempSync(path.join(tmpdir(), 'portico-bench-'));
  try {
    await measure('SQLite', `sqlite:${path.join(folder, 'jobs.db')}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function inProcess(name, url) {
  const app = await PorticoFactory.create(BenchModule, options({ url }, 'both'));
  await app.work({ signals: false });
  const jobs = app.get(Jobs);
  await latency(`${name}, one process`, jobs, 300);
  await throughput(`${name}, one process`, jobs, 4_000);
  await app.close();
}

/** Submits here, works in another process. */
async function acrossProcesses(name, url) {
  const app = await PorticoFactory.create(BenchModule, options({ url }, 'server'));
  const jobs = app.get(Jobs);
  const worker = spawn(process.execPath, [fileURLToPath(import.meta.url), 'worker', url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(worker.stdout, 'data');
  await latency(`${name}, across processes`, jobs, 300);
  await throughput(`${name}, across processes`, jobs, 2_000);
  worker.kill('SIGTERM');
  await once(worker, 'exit');
  await app.close();
}

async function latency(title, jobs, count) {
  for (let i = 0; i < 50; i++) await jobs.wait(await jobs.enqueue(Nothing));
  const times = [];
  for (let i = 0; i < count; i++) {
    const begun = performance.now();
    await jobs.wait(await jobs.enqueue(Nothing));
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(count * share)].toFixed(2);
  console.log(`${title}: submission to result p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (load ${load()})`);
}

/** How many processes want to run, on average over the last minute. */
function load() {
  return loadavg()[0].toFixed(1);
}

async function throughput(title, jobs, count) {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const ids = [];
  await inFlight(20, count, async () => ids.push(await jobs.enqueue(Nothing)));
  const submitted = performance.now() - begun;
  // Waiting for each would measure the waiting: the last ones tell.
  for (const id of ids.slice(-200)) await jobs.wait(id);
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${title}: ${Math.round(count / seconds)} jobs/s (${count} jobs; submitting took ${Math.round(submitted)} ms; ` +
      `${((user + system) / 1_000 / count).toFixed(2)} ms of processor time each; load ${load()})`,
  );
}

async function leftBehind(name, url) {
  const app = await PorticoFactory.create(BenchModule, options({ url, keep: '1d' }, 'both'));
  await app.work({ signals: false });
  const jobs = app.get(Jobs);
  const run = async (count) => {
    const ids = [];
    await inFlight(20, count, async () => ids.push(await jobs.enqueue(Nothing)));
    for (const id of ids.slice(-200)) await jobs.wait(id);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    global.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    return { heap: Math.round(heapUsed / 1e5) / 10, rss: Math.round(rss / 1e6), timers };
  };
  const before = await run(2_000);
  const after = await run(50_000);
  console.log(
    `${name}: 50,000 finished jobs: heap ${before.heap} -> ${after.heap} MB, rss ${before.rss} -> ${after.rss} MB, timers ${before.timers} -> ${after.timers}`,
  );
  const begun = performance.now();
  await app.close();
  process.once('exit', () =>
    console.log(`${name}: the process ended ${Math.round(performance.now() - begun)} ms after close began`),
  );
}

async function inFlight(width, count, work) {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: width }, lane));
}
