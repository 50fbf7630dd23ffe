/**
 * Cold start and idle memory: Portico with 100 tools over HTTP and stdio, with class-validator and without, beside a server
 * without any SDK and the official SDK. Rounds are interleaved. The goals are those of a machine that does nothing else; the
 * processor time says what it costs whatever else happens.
 *
 *   npm run build && node bench/startup.mjs [rounds]
 */
import { coldStart } from './phases/cold.mjs';
import { load, moveToClientCore } from './lib/proc.mjs';
import { stopAll } from './lib/servers.mjs';
import { median } from './lib/stats.mjs';
import { LIMIT, PORTICO, SDK } from './contenders.mjs';

const rounds = Number(process.argv[2] ?? 9);
const tools = { BENCH_TOOLS: '100' };
const cells = [
  ...['sessions', 'stdio'].flatMap((mode) => [
    { contender: LIMIT, mode },
    { contender: SDK, mode },
    { contender: PORTICO, mode, what: 'class-validator', goal: 480 },
    {
      contender: PORTICO,
      mode,
      what: 'JSON Schema',
      goal: mode === 'stdio' ? 220 : 250,
      env: { BENCH_SCHEMAS: 'json' },
    },
  ]),
].map((cell) => ({ ...cell, runs: [] }));

moveToClientCore();
try {
  for (let round = 0; round < rounds; round++)
    for (const { contender, mode, env, runs } of cells)
      runs.push(await coldStart(contender, mode, { env: { ...tools, ...env } }));
} finally {
  await stopAll();
}
for (const { contender, mode, what, goal, runs } of cells) {
  const of = (key) => median(runs.map((run) => run[key]));
  const least = Math.min(...runs.map(({ ms }) => ms));
  const name = [contender.name, mode === 'stdio' ? 'stdio' : 'HTTP', what].filter(Boolean).join(', ');
  console.log(
    `${name.padEnd(34)} ${of('ms').toFixed(0).padStart(5)} ms (least ${least.toFixed(0)}${goal ? `, goal ${goal}` : ''}), ` +
      `${of('cpu').toFixed(0)} ms of processor time, ${(of('rss') / 1e6).toFixed(0)} MB`,
  );
}
console.log(`median of ${rounds}; load ${load().toFixed(1)}`);
