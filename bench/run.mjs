/**
 * Portico beside a server without any SDK, the official SDK and, in full, other frameworks.
 *
 *   npm run bench                     under 90 s; enough to see a trend
 *   npm run bench -- --full           everything; on a machine that does nothing else
 *   npm run bench -- --only limit,portico --modes stdio --rounds 8
 *
 * `--operations`, and `--slice` and `--warm-up` in ms, narrow it further.
 *
 * Writes `quick`, or `full` with the version of Node, as Markdown, JSON and SVG into `bench/results`, or where `--out` says.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LIMIT, PORTICO, PORTICO_OFF, SDK } from './contenders.mjs';
import { chart } from './lib/chart.mjs';
import { hasOwnCores, load, moveToClientCore } from './lib/proc.mjs';
import { report } from './lib/report.mjs';
import { stopAll } from './lib/servers.mjs';
import { FULL, FULL_CELLS, QUICK, QUICK_CELLS } from './plan.mjs';
import { measureLoad } from './phases/load.mjs';

const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
    modes: { type: 'string' },
    operations: { type: 'string' },
    rounds: { type: 'string' },
    slice: { type: 'string' },
    'warm-up': { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('results', import.meta.url)) },
  },
});
const begun = performance.now();
const named = (list) => (list === undefined ? () => true : (name) => list.split(',').includes(name));
const say = (text) =>
  console.error(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(4)} s  ${text}`);

const plan = planned();
const contenders = [LIMIT, SDK, PORTICO, PORTICO_OFF, ...(options.full ? await peers() : [])].filter(
  ({ name }) => named(options.only)(name),
);
const result = {
  when: new Date().toISOString(),
  node: process.version,
  cpu: cpus()[0].model.trim(),
  cores: cpus().length,
  command: ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' '),
  hasOwnCores,
  plan,
  load: { before: load() },
  contenders: contenders.map(({ name, what, package: from, folder }) => ({
    name,
    what,
    version: versionOf(from, folder),
  })),
  cells: [],
  sections: [],
};

moveToClientCore();
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void stopAll().then(() => process.exit(1)));
try {
  const cells = (options.full ? FULL_CELLS : QUICK_CELLS).filter(
    ({ mode, operation }) => named(options.modes)(mode) && named(options.operations)(operation),
  );
  result.cells = await measureLoad(contenders, cells, plan, say);
  if (options.full) result.sections = await (await import('./full.mjs')).measureRest(contenders, plan, say);
} finally {
  await stopAll();
}
result.load.after = load();
result.seconds = (performance.now() - begun) / 1_000;
write(options.full ? `full-node${process.versions.node.split('.')[0]}` : 'quick');

function planned() {
  const { rounds, slice, warmUp } = options.full ? FULL : QUICK;
  return {
    rounds: Number(options.rounds ?? rounds),
    slice: { ...slice, ms: Number(options.slice ?? slice.ms) },
    warmUp: options['warm-up'] ? everywhere({ calls: 0, most: Number(options['warm-up']) }) : warmUp,
  };
}

function everywhere(warmUp) {
  return { first: warmUp, again: warmUp };
}

async function peers() {
  return (await import('./peers.mjs')).installPeers();
}

function versionOf(name, folder = fileURLToPath(new URL('../node_modules', import.meta.url))) {
  if (name === undefined) return undefined;
  return JSON.parse(readFileSync(path.join(folder, name, 'package.json'), 'utf8')).version;
}

function write(name) {
  mkdirSync(options.out, { recursive: true });
  const file = path.join(options.out, name);
  const text = report(result);
  writeFileSync(`${file}.json`, `${JSON.stringify(result, null, 1)}\n`);
  writeFileSync(`${file}.md`, text);
  writeFileSync(`${file}.svg`, chart(result));
  console.log(text);
  say(`written: ${path.relative('.', file)}.md`);
}
