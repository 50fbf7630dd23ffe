/**
 * Cold start and idle memory of samples/weather on stdio: from spawning the process to the first answered
 * `tools/call`, several times, and the resident memory when nothing happens any more.
 *
 * Run `npm run build && npm run build:samples` first, then `node bench/startup.mjs [runs]`.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const runs = Number(process.argv[2] ?? 9);
const server = fileURLToPath(new URL('../samples/weather/dist/main.js', import.meta.url));
const initialize = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'bench', version: '1.0.0' },
};

const results = [];
for (let i = 0; i < runs; i++) results.push(await measure());
report(
  'cold start to the first tools/call, ms',
  results.map(({ ms }) => ms),
  600,
);
report(
  'idle RSS, MB',
  results.map(({ rss }) => rss),
  100,
);

async function measure() {
  const start = performance.now();
  const child = spawn(process.execPath, [server], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const answer = async (id) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('The server ended without an answer.');
      const message = JSON.parse(value);
      if (message.id === id) return message;
    }
  };
  send({ id: 1, method: 'initialize', params: initialize });
  await answer(1);
  send({ method: 'notifications/initialized' });
  send({
    id: 2,
    method: 'tools/call',
    params: { name: 'findDays', arguments: { city: 'Seattle', rank: 'hottest' } },
  });
  const { result } = await answer(2);
  const ms = performance.now() - start;
  if (!result || result.isError) throw new Error(`The call failed: ${JSON.stringify(result)}`);
  await sleep(1_000);
  const rss = residentMegabytes(child.pid);
  child.stdin.end();
  await new Promise((resolve) => child.once('exit', resolve));
  return { ms, rss };
}

function residentMegabytes(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kilobytes) / 1024;
}

function report(what, values, goal) {
  const sorted = [...values].sort((a, b) => a - b);
  const [min, median, max] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map((value) =>
    Math.round(value),
  );
  console.log(`${what}: median ${median} (min ${min}, max ${max}, goal < ${goal})`);
  if (median >= goal) process.exitCode = 1;
}
