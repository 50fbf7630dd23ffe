/**
 * Builds what has changed since it was built last: `node scripts/build-changed.mjs`, and with `samples` the samples too.
 * The suites begin with it, so that one after another they build once. `npm run build` always builds.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (place) => fileURLToPath(new URL(`../${place}`, import.meta.url));
const marks = here('node_modules/.cache/built');

const common = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts'];
const samples = readdirSync(here('samples')).filter((name) =>
  existsSync(here(`samples/${name}/tsconfig.json`)),
);

build('build', ['src', 'tsconfig.build.json'], ['dist/index.js', 'dist/cli/main.js']);
if (process.argv.includes('samples'))
  build(
    'build:samples',
    ['src', 'samples'],
    samples.map((name) => `samples/${name}/dist`),
  );

/** @param script of npm, which makes the outputs of the inputs */
function build(script, inputs, outputs) {
  const mark = path.join(marks, script.replace(':', '-'));
  const state = digest([...common, ...inputs]);
  if (
    existsSync(mark) &&
    readFileSync(mark, 'utf8') === state &&
    outputs.every((one) => existsSync(here(one)))
  )
    return;
  rmSync(mark, { force: true });
  const { status } = spawnSync('npm', ['run', script], { cwd: here('.'), stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(marks, { recursive: true });
  writeFileSync(mark, state);
}

function digest(places) {
  const hash = createHash('sha256').update(process.version);
  for (const place of places)
    for (const file of filesOf(here(place))) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function filesOf(place) {
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name }) => filesOf(path.join(place, name)));
}
