/**
 * Runs the official conformance suite against samples/everything, over HTTP; the newest revision a second time against a
 * server that keeps no handler in memory; both revisions once more with every request through the engine. Everything has to
 * be built.
 * Usage: [PORTICO_INTERACTION_MODE=replay] node scripts/conformance.mjs [--scenario NAME]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { installPrograms } from './install-programs.mjs';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const folder = 'test/conformance';
const baseline = here(`${folder}/baseline.yml`);
const results = here('node_modules/.cache/conformance');

const suites = [
  ['--requirements', '2025-11-25'],
  ['--requirements', '2026-07-28'],
  ['--suite', 'all'],
];
const replayed = [['--requirements', '2026-07-28']];
const throughEngine = suites.slice(0, 2);

/** The suite needs Node 22; where this one is older it gets one of its own. */
const isNewEnough = Number(process.versions.node.split('.')[0]) >= 22;
const programs = installPrograms(folder, ...(isNewEnough ? ['--omit=optional'] : []));
const node = isNewEnough ? process.execPath : ownNode();
const program = join(programs, '@modelcontextprotocol/conformance/dist/index.js');

function ownNode() {
  const name = readdirSync(programs).find((entry) => entry.startsWith('node-'));
  if (!name)
    throw new Error('There is no Node 22 for this platform in the registry. Run this with Node 22 or later.');
  return join(programs, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Serves the sample on a free port until `stop` is called. */
async function startServer(env = {}) {
  const main = here('samples/everything/dist/main.js');
  const server = spawn(process.execPath, [main, '--http', '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  const exit = once(server, 'exit');
  process.once('exit', () => server.kill('SIGKILL'));
  const output = [];
  for await (const line of createInterface({ input: server.stderr })) {
    output.push(line);
    const url = line.match(/listening on (http\S+)/)?.[1];
    if (!url) continue;
    server.stderr.resume();
    return { url, stop: () => (server.kill('SIGTERM'), exit) };
  }
  throw new Error(`The server ended before it listened:\n${output.join('\n')}`);
}

/** Runs one suite; what it prints is shown only when it goes wrong. */
async function run(url, args, how = '') {
  const name = `${args.join(' ').replace(/^--/, '')}${how}`;
  const output = join(results, name.replaceAll(' ', '-'));
  rmSync(output, { recursive: true, force: true });
  const start = performance.now();
  const suite = spawn(
    node,
    [program, 'server', '--url', url, ...args, '--expected-failures', baseline, '-o', output],
    { stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000 },
  );
  const lines = [];
  for (const stream of [suite.stdout, suite.stderr]) stream.on('data', (chunk) => lines.push(chunk));
  const [code] = await once(suite, 'close');
  const text = Buffer.concat(lines).toString();
  return { name, code, text, seconds: (performance.now() - start) / 1000, ...readChecks(output) };
}

/** What the suite wrote down: how many checks passed, and which did not. */
function readChecks(output) {
  let passed = 0;
  const failing = [];
  const names = readdirSync(output).map((name) => [
    name,
    name.replace(/^server-(.*)-\d{4}-\d\d-\d\dT.*$/, '$1'),
  ]);
  for (const [name, scenario] of names)
    for (const { id, status, errorMessage } of JSON.parse(
      readFileSync(join(output, name, 'checks.json'), 'utf8'),
    )) {
      if (status === 'SUCCESS') passed += 1;
      if (status === 'FAILURE' || status === 'WARNING') failing.push({ scenario, id, errorMessage });
    }
  return { scenarios: names.length, passed, failing };
}

/** Prints what came of the suites. A failing check is expected when its scenario stands in the baseline. */
function report(runs) {
  const text = readFileSync(baseline, 'utf8');
  const expected = new Set(Array.from(text.matchAll(/^ *- (\S+)/gm), ([, name]) => name));
  const row = (cells) =>
    console.log(cells.map((cell, i) => (i ? String(cell).padStart(11) : cell.padEnd(34))).join(''));
  row(['suite', 'scenarios', 'passed', 'failed', 'expected', 'seconds']);
  let isGood = true;
  for (const { name, code, scenarios, passed, failing, seconds, text } of runs) {
    const isExpected = ({ scenario, id }) => expected.has(scenario) || expected.has(`${scenario}:${id}`);
    const unexpected = failing.filter((check) => !isExpected(check));
    const known = failing.length - unexpected.length;
    row([name, scenarios, passed, unexpected.length, known, seconds.toFixed(1)]);
    for (const { scenario, id, errorMessage } of unexpected)
      console.log(`  ✗ ${scenario}: ${id}: ${errorMessage}`);
    if (code !== 0 && unexpected.length === 0) console.log(text.slice(text.lastIndexOf('Total:')));
    isGood &&= code === 0 && unexpected.length === 0 && passed > 0;
  }
  const failing = new Set(runs.flatMap(({ failing }) => failing.map(({ scenario }) => scenario)));
  const known = [...expected].filter((name) => failing.has(name.split(':')[0]));
  if (known.length > 0) console.log(`Expected to fail, see ${folder}/baseline.yml: ${known.join(', ')}`);
  return isGood;
}

/** Runs suites against a server of their own. */
async function runAll(all, how, env) {
  const server = await startServer(env);
  for (const args of all) runs.push(await run(server.url, args, how));
  await server.stop();
}

const runs = [];
const given = process.argv.slice(2);
await runAll(given.length > 0 ? [given] : suites);
if (given.length === 0) await runAll(replayed, ', replay', { PORTICO_INTERACTION_MODE: 'replay' });
if (given.length === 0) await runAll(throughEngine, ', engine', { PORTICO_HOT_PATH: 'off' });
else console.log(runs[0].text);
if (!report(runs)) process.exitCode = 1;
