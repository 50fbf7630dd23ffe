/** One slice: what a server costs for each call while it is kept busy for a moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpLoad } from './http-load.mjs';
import { LineLoad } from './line-load.mjs';
import { processorTime } from './proc.mjs';
import { quantile } from './stats.mjs';

/** What loads a server. */
export async function loadFor(server) {
  if (server.mode !== 'stdio') return new HttpLoad(server);
  const load = new LineLoad(server);
  await load.open();
  return load;
}

/** So many calls are counted at least, however little the server gets of the machine. */
const LEAST = 20;

/**
 * @param settle how long the load runs before it counts, and `ms` how long it counts, in ms
 * @returns processor time of the server per call in µs, calls per second, latencies in ms, and events per call
 */
export async function slice(server, load, operation, width, { settle, ms }) {
  let figures;
  await load.during(operation, width, async (tally) => {
    await sleep(settle);
    const begun = performance.now();
    const before = processorTime(server.pid);
    tally.counts = true;
    do await sleep(ms);
    while (tally.calls < LEAST && performance.now() - begun < 20_000);
    tally.counts = false;
    const cpu = processorTime(server.pid) - before;
    const seconds = (performance.now() - begun) / 1_000;
    figures = { cpu, seconds, tally };
  });
  const { cpu, seconds, tally } = figures;
  return {
    calls: tally.calls,
    cpu: cpu / 1_000 / tally.calls,
    rate: tally.calls / seconds,
    p50: quantile(tally.latencies, 0.5),
    p99: quantile(tally.latencies, 0.99),
    events: tally.all.events / tally.all.calls,
  };
}

/**
 * Slices until enough calls are made and the last three cost about the same: compiled code against compiled code. `most` is in
 * ms of the server's own time, so that a busy machine leaves nobody cold.
 */
export async function warmUp(server, load, operation, width, { calls, most }) {
  const costs = [];
  const begun = processorTime(server.pid);
  const end = performance.now() + most * 8;
  for (let made = 0; performance.now() < end && processorTime(server.pid) - begun < most * 1e6;) {
    const figures = await slice(server, load, operation, width, { settle: 0, ms: Math.min(250, most / 4) });
    made += figures.calls;
    costs.push(figures.cpu);
    const last = costs.slice(-3);
    if (made >= calls && last.length === 3 && Math.max(...last) < 1.15 * Math.min(...costs)) return;
  }
}
