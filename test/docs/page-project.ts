import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PageFile, PageProgram } from './page-program.js';
import { blocksOf, root } from './pages.js';

/** What the pages tell their readers to install. */
const PACKAGES = [
  '@modelcontextprotocol',
  '@types',
  'class-transformer',
  'class-validator',
  'express',
  'prom-client',
  'rate-limiter-flexible',
  'reflect-metadata',
  'typescript',
  'zod',
];

/** The named files of a page as a project on the disk, compiled, with the packages of this repository. */
export class PageProject {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'portico-page-'));
  /** The compiled files, by their names on the page. */
  readonly compiled: ReadonlyMap<string, string>;

  constructor(files: readonly PageFile[], program: PageProgram) {
    for (const name of PACKAGES) this.link(name, path.join(root, 'node_modules', name));
    this.link('portico', root);
    this.link('.bin/portico', path.join(root, 'dist/cli/main.js'));
    this.link('.bin/tsc', path.join(root, 'node_modules/typescript/bin/tsc'));
    const shown = blocksOf('README.md').find(({ text }) => text.includes('compilerOptions'));
    // What is installed need not be looked for, which takes npm's own more than a second.
    this.write('node_modules/.bin/npx', '#!/bin/sh\nexec "$@"\n');
    chmodSync(path.join(this.folder, 'node_modules/.bin/npx'), 0o755);
    this.write('tsconfig.json', shown!.text);
    this.write('package.json', JSON.stringify({ name: 'demo', version: '1.0.0', type: 'module' }));
    this.compiled = new Map(
      files.map((file) => {
        const name = file.name ?? path.join('src', path.basename(file.file));
        this.write(name, file.text);
        const js = name.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js');
        this.write(js, program.compiled(file));
        return [name, path.join(this.folder, js)];
      }),
    );
  }

  private link(name: string, target: string): void {
    const file = path.join(this.folder, 'node_modules', name);
    mkdirSync(path.dirname(file), { recursive: true });
    symlinkSync(target, file);
  }

  private write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Runs a command as a reader would, and gives what it printed. */
  run(command: string): string {
    const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
    for (const name of Object.keys(env))
      if (/^(?:PORTICO_|NODE_OPTIONS|NODE_TEST_CONTEXT|FORCE_COLOR|JEST_)/.test(name)) delete env[name];
    env['PATH'] = `${path.join(this.folder, 'node_modules/.bin')}${path.delimiter}${env['PATH']}`;
    const { stdout, error } = spawnSync(`(${command}) 2>&1`, {
      cwd: this.folder,
      env,
      shell: true,
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (error) throw error;
    return stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
