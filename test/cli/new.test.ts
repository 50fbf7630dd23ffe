import { expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { filesIn, inEmptyFolder, portico } from './run-portico.js';

const read = (file: string): string => readFileSync(file, 'utf8');

interface Manifest {
  readonly name: string;
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
}

test('makes a project that is small and whole, with a repository', () =>
  inEmptyFolder(async (folder) => {
    const { code, stdout, stderr } = await portico(folder, ['new', 'demo']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(filesIn(`${folder}/demo`)).toEqual([
      '.dockerignore',
      '.gitignore',
      'Dockerfile',
      'README.md',
      'nest-cli.json',
      'package.json',
      'src/app.module.ts',
      'src/greet.test.ts',
      'src/greet.tools.ts',
      'src/greeting.service.ts',
      'src/main.ts',
      'tsconfig.json',
    ]);
    expect(existsSync(`${folder}/demo/.git`)).toBe(true);
    expect(stdout).toContain('CREATE demo/src/main.ts');
    expect(stdout).toContain('npm install');
    const manifest = JSON.parse(read(`${folder}/demo/package.json`)) as Manifest;
    expect(manifest.name).toBe('demo');
    expect(Object.keys(manifest.scripts)).toEqual(['build', 'start', 'dev', 'test', 'call']);
  }));

test.each([
  [['--transport', 'stdio'], 'package.json', 'portico start --stdio'],
  [['--state', 'redis'], 'package.json', '@redis/client'],
  [['--state', 'sqlite'], 'src/main.ts', 'sqlite:.portico/state.db'],
  [['--auth', 'api-keys'], 'src/main.ts', 'apiKeys('],
  [['--auth', 'api-keys'], '.env', 'API_KEY_HASH=sha256:'],
  [['--auth', 'api-keys'], 'README.md', 'x-api-key: $(grep'],
  [['--auth', 'jwt'], 'src/main.ts', 'jwtVerifier({ issuer })'],
  [['--auth', 'jwt'], 'README.md', 'OAUTH_ISSUER'],
  [['--jobs', 'postgres'], 'package.json', '@agendajs/postgres-backend'],
  [['--jobs', 'sqlite'], 'src/app.module.ts', 'GreetingJob'],
  [['--jobs', 'sqlite'], 'package.json', 'portico worker'],
  [['--portico', 'file:../portico.tgz'], 'package.json', 'file:../portico.tgz'],
  [['--package-manager', 'pnpm'], 'README.md', 'pnpm exec portico call'],
])('%j shows in %s', (flags, file, text) =>
  inEmptyFolder(async (folder) => {
    expect(await portico(folder, ['new', 'demo', '--no-git', ...flags])).toMatchObject({ code: 0 });
    expect(read(`${folder}/demo/${file}`)).toContain(text);
    expect(existsSync(`${folder}/demo/.git`)).toBe(false);
  }),
);

test('finds the package manager it was started by', () =>
  inEmptyFolder(async (folder) => {
    const env = { npm_config_user_agent: 'pnpm/10.1.0 npm/? node/v22.1.0 linux x64' };
    const { stdout } = await portico(folder, ['new', 'demo', '--no-git'], env);
    expect(stdout).toContain('pnpm install');
  }));

test('a dry run writes nothing', () =>
  inEmptyFolder(async (folder) => {
    const { code, stdout } = await portico(folder, ['new', 'demo', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toContain('CREATE demo/package.json');
    expect(filesIn(folder)).toEqual([]);
  }));

test('never overwrites', () =>
  inEmptyFolder(async (folder) => {
    mkdirSync(`${folder}/demo`);
    writeFileSync(`${folder}/demo/notes.txt`, 'mine');
    const { code, stderr } = await portico(folder, ['new', 'demo']);
    expect(code).toBe(1);
    expect(stderr).toContain('notes.txt');
    expect(filesIn(folder)).toEqual(['demo/notes.txt']);
  }));

test.each([['No Name'], ['-'], ['Ünder']])('refuses %j, which names no package', (name) =>
  inEmptyFolder(async (folder) => {
    const { code } = await portico(folder, ['new', '--no-git', '--', name]);
    expect(code).toBe(1);
    expect(filesIn(folder)).toEqual([]);
  }),
);

test('without a name and a terminal it says what is missing', () =>
  inEmptyFolder(async (folder) => {
    const { code, stderr } = await portico(folder, ['new']);
    expect(code).toBe(1);
    expect(stderr).toContain('portico new <name>');
  }));
