import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { ok, problem, type Finding } from './check.js';
import type { Project } from '../project/find-project.js';
import { resolveFrom } from '../project/project-compiler.js';

/** What decorators say is kept in these packages: of each there may be one copy only. */
const SINGLE = ['portico', 'reflect-metadata', 'class-validator', 'class-transformer'] as const;

export function checkPackages({ folder }: Project): Finding[] {
  return SINGLE.flatMap((name): Finding[] => {
    const copies = copiesOf(name, path.join(folder, 'node_modules'));
    if (copies.length > 1)
      return [
        problem(
          `${name} is installed ${copies.length} times: ${copies.join(', ')}`,
          `What decorators say in one copy the other does not know. Run "npm dedupe", or "npm ls ${name}" to see who brings another.`,
        ),
      ];
    const own = isOwn(folder, name) || resolveFrom(folder, name) !== undefined || copies.length === 1;
    return own
      ? [ok(`${name} ${versionOf(copies[0])}`.trim())]
      : [problem(`${name} is not installed`, `Run "npm install ${name}".`)];
  });
}

const isOwn = (folder: string, name: string): boolean =>
  (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name?: string }).name === name;

/** The folders a package is installed in, below a node_modules folder; links to one place count once. */
function copiesOf(name: string, modules: string): string[] {
  if (!existsSync(modules)) return [];
  const own = path.join(modules, name);
  const nested = packagesIn(modules).flatMap((each) => copiesOf(name, path.join(each, 'node_modules')));
  return [...new Set([...(existsSync(own) ? [realpathSync(own)] : []), ...nested])];
}

function packagesIn(modules: string): string[] {
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => {
      const folder = path.join(modules, name);
      return name.startsWith('@') ? readdirSync(folder).map((scoped) => path.join(folder, scoped)) : [folder];
    });
}

function versionOf(folder: string | undefined): string {
  if (!folder) return '';
  return (
    (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version?: string }).version ??
    ''
  );
}
