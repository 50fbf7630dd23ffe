// Starts two servers, two workers and a proxy; has four clients scan parcels and deliver them; kills a server and a worker
// half-way with kill -9; and looks whether anything was lost.

import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { CLUSTER, startServer, startWorker, stopAll } from './processes.mjs';
import { startProxy } from './proxy.mjs';
import { Van } from './van.mjs';

try {
  await play();
  console.log('Nothing was lost.');
} finally {
  await stopAll();
  await forget();
}

async function play() {
  const servers = await Promise.all([startServer(), startServer()]);
  const workers = await Promise.all([startWorker(), startWorker()]);
  const proxy = await startProxy(servers.map(({ url }) => url));
  console.log('2 servers, 2 workers, 1 proxy');

  const vans = Array.from({ length: 4 }, () => new Van());
  for (const van of vans) await van.connect(proxy.url);
  for (const van of vans) await van.beginTour();
  const evening = new AbortController();
  const scanning = vans.map((van, i) => van.scanUntil(evening.signal, i * 1_000));
  console.log('4 clients: each has a session, scans parcels, and has a tour under way as a task');

  const victim = await workerOfTours(vans);
  const before = total(vans, ({ scanned }) => scanned.length);
  servers[0].kill();
  workers.find(({ pid }) => pid === victim).kill();
  console.log(`kill -9: a server and a worker, after ${before} parcels`);

  const tours = await Promise.all(vans.map((van) => van.endOfTour()));
  evening.abort();
  await Promise.all(scanning);

  const parcels = total(vans, ({ scanned }) => scanned.length);
  assert.ok(parcels > before, 'The clients should have gone on.');
  for (const van of vans) assert.deepEqual(await van.parcels(), van.scanned);
  const brokenOff = total(vans, (van) => van.brokenOff);
  console.log(
    `${parcels} parcels were scanned, and all are on their vans; ${brokenOff} calls had to be made again`,
  );

  const labels = tours.map(({ label }) => label).sort((a, b) => a - b);
  assert.deepEqual(labels, [1, 2, 3, 4], 'Each label should have been printed once.');
  for (const { worker } of tours) assert.notEqual(worker, victim);
  const begunAgain = tours.filter(({ attempt }) => attempt > 1).length;
  assert.ok(begunAgain > 0, 'The worker that was killed should have had a tour.');
  console.log(
    `4 tours have ended, ${begunAgain} of them by another worker than had begun; 4 labels were printed`,
  );

  for (const van of vans) await van.close();
  proxy.close();
}

/** Waits until every tour has come to its second stop. @returns the worker that has the first one */
async function workerOfTours(vans) {
  for (const end = Date.now() + 30_000; ; await setTimeout(50)) {
    if (Date.now() > end) throw new Error('The tours did not begin within 30 seconds.');
    const messages = await Promise.all(vans.map(async (van) => (await van.tour()).statusMessage ?? ''));
    const tours = messages.map((message) => /worker (\d+) \((\d+)\//.exec(message));
    if (tours.every((tour) => tour && Number(tour[2]) >= 2)) return Number(tours[0][1]);
  }
}

function total(vans, count) {
  return vans.reduce((sum, van) => sum + count(van), 0);
}

/** Removes what this run left in Redis; what was kept for missed answers goes by itself, within minutes. */
async function forget() {
  const redis = await createClient({ url: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379' }).connect();
  for await (const keys of redis.scanIterator({ MATCH: `*${CLUSTER}*`, COUNT: 1_000 }))
    if (keys.length > 0) await redis.del(keys);
  redis.destroy();
}
