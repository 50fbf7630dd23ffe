import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pack, quiet, root, run } from './newcomer.js';

// A CommonJS project whose tests use the test kit, set up as the page on testing says.

const packages =
  'reflect-metadata class-validator class-transformer jest@30 ts-jest@29 typescript@6.0.3 @types/jest@30 @types/node';
const settings = /## Jest in a CommonJS project[^]*?```json\n([^]*?)```/.exec(
  readFileSync(path.join(root, 'docs/guide/testing.md'), 'utf8'),
)![1]!;

const module = `
import { IsString } from 'class-validator';
import { Injectable, Module, Tool } from 'portico';
export class GreetInput { @IsString() name!: string; }
@Injectable()
export class GreetTools { @Tool('Greet') greet(input: GreetInput) { return \`Hello \${input.name}\`; } }
@Module({ providers: [GreetTools] })
export class AppModule {}
`;
const greets = `
import { createTestClient } from 'portico/testing';
import { AppModule, GreetTools } from './greet';
test('greets', async () => {
  const client = await createTestClient(AppModule);
  expect(await client.call(GreetTools, 'greet', { name: 'Ada' })).toBe('Hello Ada');
  await client.close();
});
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-commonjs-'));
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  mkdirSync(path.join(folder, 'src'));
  write('package.json', JSON.stringify({ name: 'commonjs-project', private: true, type: 'commonjs' }));
  write('jest.config.json', settings);
  write('src/greet.ts', module);
  write('src/greet.test.ts', greets);
  run(folder, 'npm', ['install', ...quiet, `./${pack(folder)}`, ...packages.split(' ')]);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the test kit works in Jest of a CommonJS project', () => {
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules' };
  const report: unknown = JSON.parse(run(folder, 'npx', ['--no-install', 'jest', '--json', '--silent'], env));
  expect(report).toMatchObject({ success: true, numPassedTests: 1, numFailedTests: 0 });
});
