import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Injectable, Module, PorticoFactory, Tool } from 'portico';
import { configurationEntries, keyOf } from '../../src/app/configuration/entries.js';
import { RecordedLog } from '../support/recorded-log.js';
import { problemsOf } from '../support/startup.js';

@Injectable()
class Tools {
  @Tool('Rings')
  ring(): string {
    return 'ring';
  }
}

@Module({ providers: [Tools] })
class AppModule {}

const before = { ...process.env };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-config-'));
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('PORTICO_')) delete process.env[name];
  Object.assign(process.env, before);
});
afterAll(() => rmSync(folder, { recursive: true }));

function configure(content: unknown): string {
  const file = path.join(folder, 'portico.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  process.env['PORTICO_CONFIG'] = file;
  return file;
}

it('takes a value from the code, then from the environment, then from the file', async () => {
  configure({ transport: 'http', port: 0, path: '/from-file', metrics: true });
  const listen = async (options: object = {}): Promise<string> => {
    const app = await PorticoFactory.create(AppModule, { name: 'x', version: '1', log: new RecordedLog() });
    const { address } = await app.listen({ signals: false, ...options });
    expect((await app.metrics()).text).toContain('portico_sessions');
    await app.close();
    return new URL(address).pathname;
  };
  expect(await listen()).toBe('/from-file');
  process.env['PORTICO_PATH'] = '/from-environment';
  expect(await listen()).toBe('/from-environment');
  expect(await listen({ path: '/from-code' })).toBe('/from-code');
  process.env['PORTICO_PATH'] = ''; // as good as not set
  expect(await listen()).toBe('/from-file');
});

it('PORTICO_CONFIG_FILE: names each entry that is wrong, all at once, and shows no value', async () => {
  const file = configure({ prot: 8080, stateKey: ['hunter2'], role: 'both' });
  const problems = await problemsOf(AppModule);
  expect(problems).toMatchObject([
    {
      code: 'PORTICO_CONFIG_FILE',
      where: `${file}, entry 'prot'`,
      problem: 'nothing has this name',
      cure: "Did you mean 'port'? Correct it, or remove it.",
    },
    { code: 'PORTICO_CONFIG_FILE', where: `${file}, entry 'stateKey'` },
  ]);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});

it.each([
  ['not JSON', '{ "port": '],
  ['no JSON object', '[]'],
])('PORTICO_CONFIG_FILE: a file that is %s', async (problem, content) => {
  const file = configure(content);
  expect(await problemsOf(AppModule)).toMatchObject([{ where: file, problem: `it is ${problem}` }]);
});

it('PORTICO_CONFIG_FILE: a file that is not there', async () => {
  process.env['PORTICO_CONFIG'] = path.join(folder, 'missing.json');
  expect(await problemsOf(AppModule)).toMatchObject([{ problem: 'it cannot be read (ENOENT)' }]);
});

it('a value that cannot be used is told with all others, whether it stands in the file or in the environment', async () => {
  configure({ role: 'boss', logFormat: 'xml' });
  process.env['PORTICO_TRACING'] = 'perhaps';
  const codes = (await problemsOf(AppModule, { log: undefined as never })).map(({ code }) => code);
  expect(codes.sort()).toEqual(['PORTICO_JOBS_OPTION', 'PORTICO_LOG_OPTION', 'PORTICO_SWITCH']);
});

it('names a variable that means nothing', async () => {
  process.env['PORTICO_PROT'] = '8080';
  const log = new RecordedLog();
  const app = await PorticoFactory.create(AppModule, { name: 'x', version: '1', log });
  await app.close();
  expect(log.text).toContain('The variable PORTICO_PROT means nothing here. Did you mean PORTICO_PORT?');
});

it('every entry stands in the table, and nothing else does', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(PORTICO_\w+)` +\| `(\w+)` +\|/gm)].map(([, variable, key]) => [
    variable,
    key,
  ]);
  expect(rows).toEqual(configurationEntries.map((entry) => [entry.variable, keyOf(entry)]));
});
