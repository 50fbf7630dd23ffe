/**
 * Makes what is published out of what the compiler wrote: the same code in a few files. A server imports about 350 modules,
 * and Node takes half a millisecond to find, read and link each; in one file they take a fifth of that (docs/adr/0016).
 *
 * What is only needed by some is still a file of its own: what the sources load with `import()`, and what only the command
 * or only the test client uses.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';
import ts from 'typescript';

const here = (folder) => fileURLToPath(new URL(`../${folder}`, import.meta.url));
const compiled = here('node_modules/.cache/compiled');

/** The doors of the package, by their place in `dist/`. */
const doors = [
  'index',
  'protocol/skills/index',
  'testing/index',
  'testing/matchers/jest',
  'testing/matchers/vitest',
  'cli/main',
  'cli/schematics/rules',
  'cli/dashboard/watch/attach',
];

// Circles are watched over by test/structure; the compiler's helpers look for a `this` they can do without.
const expected = new Set(['CIRCULAR_DEPENDENCY', 'THIS_IS_UNDEFINED']);

const reached = new Map();

const bundle = await rollup({
  input: Object.fromEntries(doors.map((door) => [door, path.join(compiled, `${door}.js`)])),
  external: (id) => !id.startsWith('.') && !path.isAbsolute(id),
  treeshake: false,
  plugins: [
    { name: 'plain-code', load: withSourceMap, transform: withoutComments, renderChunk: inNarrowLetters },
  ],
  onLog: (level, log) => {
    if (level === 'warn' && !expected.has(log.code)) throw new Error(log.message);
  },
});
const { output } = await bundle.write({
  dir: here('dist'),
  format: 'es',
  sourcemap: true,
  hoistTransitiveImports: false,
  entryFileNames: '[name].js',
  // As deep as the modules were, so that what a module finds by its own place is still found.
  chunkFileNames: 'parts/[name]-[hash].js',
  manualChunks: partOf,
});
await bundle.close();
for (const { fileName, code } of output) if (code) refuseNewNames(fileName, code);

/** What the command needs for its own start, what a server needs, and the rest by who imports it. */
function partOf(id, { getModuleInfo }) {
  // The command waits for what it loads, so what it loads must not wait for the command.
  if (id === path.join(compiled, 'cli/main.js')) return undefined;
  const isBehind = (door) => behind(path.join(compiled, door), getModuleInfo).has(id);
  const isOfServer = isBehind('index.js');
  if (isBehind('cli/main.js')) return isOfServer ? 'base' : 'command';
  // The ground everything stands on, and small: what only some stand on is not worth a file between them.
  return isOfServer || id.startsWith(path.join(compiled, 'common/')) ? 'server' : undefined;
}

/** All a module imports, and what that imports, without what is loaded later. */
function behind(door, getModuleInfo) {
  const known = reached.get(door);
  if (known) return known;
  const found = new Set([door]);
  for (const id of found)
    for (const next of getModuleInfo(id).importedIds)
      if (path.isAbsolute(next) && next.startsWith(compiled)) found.add(next);
  reached.set(door, found);
  return found;
}

function withSourceMap(id) {
  return {
    code: readFileSync(id, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
    map: readFileSync(`${id}.map`, 'utf8'),
  };
}

/** The documentation is in the declarations, and the sources are in the source maps: Node need not keep them in memory. */
function withoutComments(code) {
  const { outputText, sourceMapText } = ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
      sourceMap: true,
    },
  });
  return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map: sourceMapText };
}

/**
 * V8 keeps a file at twice its size for a single letter beyond Latin-1. All that are left stand in texts; the source maps know
 * nothing of it, and are five columns off behind such a letter until its line ends.
 */
function inNarrowLetters(code) {
  const escaped = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return { code: code.replace(/[^\0-\xff]/g, escaped), map: null };
}

/** Two classes of one name in one file: the second would be called by another name, also in messages to users. */
function refuseNewNames(fileName, code) {
  const renamed = code.match(/\bclass \w+\$\d+/g);
  if (renamed) throw new Error(`${fileName}: ${renamed.join(', ')}: give one of the classes another name.`);
}
