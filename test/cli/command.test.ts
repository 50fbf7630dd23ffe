import { expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { readFileSync } from 'node:fs';
import { portico } from './run-portico.js';

const run = (...args: string[]) => portico(tmpdir(), args);

test('prints its version and what there is', async () => {
  const manifest = JSON.parse(readFileSync(`${import.meta.dirname}/../../package.json`, 'utf8')) as {
    version: string;
  };
  expect(await run('--version')).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  const help = await run();
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toMatch(/new .*\n(.*\n)*\s+list/);
});

test('refuses an unknown command, and names the nearest', async () => {
  const { code, stdout, stderr } = await run('nwe', 'demo');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain("unknown command 'nwe'");
  expect(stderr).toContain('Did you mean new?');
});

test('refuses an unknown flag, and names the nearest', async () => {
  const { code, stderr } = await run('new', 'demo', '--dry-rum');
  expect(code).toBe(1);
  expect(stderr).toContain("unknown option '--dry-rum'");
  expect(stderr).toContain('Did you mean --dry-run?');
});

test('refuses a value that is no choice, and names the choices', async () => {
  const { code, stderr } = await run('new', 'demo', '--state', 'disk', '--dry-run');
  expect(code).toBe(1);
  expect(stderr).toContain('memory, sqlite, redis, postgres');
});
