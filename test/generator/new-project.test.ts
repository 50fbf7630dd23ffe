import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pack, quiet, run } from './newcomer.js';

/*
 * What a newcomer does, with the package as it would be published: every variant by every supported Node and both
 * generations of TypeScript. PORTICO_GENERATOR=short is the first one alone, by this Node.
 */

interface Variant {
  readonly flags: readonly string[];
  readonly typescript: '6' | '7';
  /** The major release of Node; `undefined` is this one. */
  readonly node: string | undefined;
}

const variants: readonly Variant[] = [
  { flags: [], typescript: '6', node: undefined },
  { flags: ['--transport', 'stdio', '--auth', 'jwt'], typescript: '7', node: '20' },
  { flags: ['--state', 'sqlite', '--jobs', 'sqlite', '--auth', 'api-keys'], typescript: '6', node: '22' },
  { flags: ['--state', 'redis', '--jobs', 'redis'], typescript: '7', node: '22' },
  { flags: ['--state', 'postgres', '--jobs', 'postgres'], typescript: '7', node: '24' },
  { flags: [], typescript: '6', node: '24' },
];
const chosen = process.env['PORTICO_GENERATOR'] === 'short' ? variants.slice(0, 1) : variants;

const kinds = 'tool resource prompt service module job guard interceptor filter dto test'.split(' ');
let folder: string;

/** A new folder with the packed package in it, as a newcomer has one after "npm install portico". */
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-generator-'));
  run(folder, 'npm', ['install', ...quiet, `./${pack(folder)}`]);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(chosen)('$flags, TypeScript $typescript, Node $node', ({ flags, typescript, node }) => {
  const name = `demo-${variants.findIndex((each) => each.flags === flags)}`;
  const project = path.join(folder, name);
  run(folder, 'npx', ['--no-install', 'portico', 'new', name, '--no-git', ...flags]);
  if (typescript === '7') run(project, 'npm', ['pkg', 'set', 'devDependencies.typescript=^7.0.2']);
  run(project, 'npm', ['install', ...quiet, ...(node ? ['--save-dev', `node@${node}`] : [])]);
  // The package "node" puts its Node first in the PATH of scripts and of npx.
  const used = run(project, 'npx', ['--no-install', 'node', '--version']).trim();
  expect(used).toMatch(new RegExp(`^v${node ?? process.versions.node.split('.')[0]}\\.`));

  expect(run(project, 'npm', ['test'])).toMatch(/^(# |ℹ )fail 0$/m);
  // Where state is on a server of its own, the call would need it; the tests above do not.
  if (!flags.some((flag) => flag === 'redis' || flag === 'postgres'))
    expect(run(project, 'npm', ['run', '--silent', 'call'])).toContain('Hello Ada');

  for (const kind of kinds)
    run(project, 'npx', ['--no-install', 'portico', 'generate', kind, `${kind}-thing`]);
  expect(run(project, 'npm', ['test'])).toMatch(/^(# |ℹ )fail 0$/m);
});
