import { expect, test } from '@jest/globals';
import { planComponent, type ComponentRequest } from '../../src/cli/generate/plan-component.js';
import type { SourceTree } from '../../src/cli/generate/source-tree.js';
import { COMPONENT_KINDS } from '../../src/cli/templates/component-kinds.js';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { filesIn, inEmptyFolder, portico } from './run-portico.js';

const moduleText = (name: string): string =>
  `import { Module } from 'portico';\n\n@Module({\n  providers: [],\n})\nexport class ${name} {}\n`;

function treeOf(files: Readonly<Record<string, string>>): SourceTree {
  return {
    read: (path) => files[path],
    files: (folder) =>
      Object.keys(files)
        .filter((path) => path.slice(0, path.lastIndexOf('/')) === folder)
        .map((path) => path.slice(path.lastIndexOf('/') + 1)),
  };
}

const app = treeOf({ 'src/app.module.ts': moduleText('AppModule') });
const plan = (request: Pick<ComponentRequest, 'kind' | 'name'> & Partial<ComponentRequest>, tree = app) =>
  planComponent({ sources: 'src', flat: false, test: true, ...request }, tree);
const pathsOf = (...args: Parameters<typeof plan>) =>
  plan(...args).changes.map(({ kind, path }) => `${kind} ${path}`);

test.each([
  ['tool', ['create src/tea/tea.tool.ts', 'update src/app.module.ts', 'create src/tea/tea.tool.test.ts']],
  [
    'resource',
    ['create src/tea/tea.resource.ts', 'update src/app.module.ts', 'create src/tea/tea.resource.test.ts'],
  ],
  [
    'prompt',
    ['create src/tea/tea.prompt.ts', 'update src/app.module.ts', 'create src/tea/tea.prompt.test.ts'],
  ],
  ['service', ['create src/tea/tea.service.ts', 'update src/app.module.ts']],
  ['module', ['create src/tea/tea.module.ts', 'update src/app.module.ts']],
  ['job', ['create src/tea/tea.job.ts', 'update src/app.module.ts']],
  ['guard', ['create src/tea/tea.guard.ts']],
  ['interceptor', ['create src/tea/tea.interceptor.ts']],
  ['filter', ['create src/tea/tea.filter.ts']],
  ['dto', ['create src/tea/tea.dto.ts']],
  ['test', ['create src/tea.test.ts']],
] as const)('a %s', (kind, paths) => {
  expect(pathsOf({ kind, name: 'tea' })).toEqual(paths);
});

test('every kind is tested above', () => {
  expect(COMPONENT_KINDS).toHaveLength(11);
});

test('the Nest CLI knows the same kinds, and a schematic for each', () => {
  const require = createRequire(import.meta.url);
  const collection = require('../../src/cli/schematics/collection.json') as { schematics: object };
  expect(Object.keys(collection.schematics)).toEqual(['application', ...COMPONENT_KINDS]);
  const factory = require('../../src/cli/schematics/factory.cjs') as Record<string, unknown>;
  for (const name of Object.keys(collection.schematics)) expect(typeof factory[name]).toBe('function');
});

test('flat, without a test, in a folder', () => {
  expect(pathsOf({ kind: 'tool', name: 'shop/tea', flat: true, test: false })).toEqual([
    'create src/shop/tea.tool.ts',
    'update src/app.module.ts',
  ]);
});

test.each([
  'send-invoice',
  'SendInvoice',
  'sendInvoice',
  'send_invoice',
  'SendInvoiceTool',
  'send-invoice.tool',
])('%s is one name in every spelling', (name) => {
  const [file, module] = plan({ kind: 'tool', name }).changes;
  expect(file!.path).toBe('src/send-invoice/send-invoice.tool.ts');
  expect(file!.content).toContain('class SendInvoiceTool');
  expect(module!.content).toContain(`import { SendInvoiceTool } from './send-invoice/send-invoice.tool.js';`);
});

test('the nearest module takes it', () => {
  const tree = treeOf({
    'src/app.module.ts': moduleText('AppModule'),
    'src/shop/shop.module.ts': moduleText('ShopModule'),
  });
  expect(pathsOf({ kind: 'service', name: 'shop/shop' }, tree)).toEqual([
    'create src/shop/shop.service.ts',
    'update src/shop/shop.module.ts',
  ]);
  const test = plan({ kind: 'tool', name: 'shop/tea' }, tree).changes.at(-1)!;
  expect(test.content).toContain(`import { ShopModule } from '../shop.module.js';`);
});

test('a module goes into the imports of the module above', () => {
  const [, update] = plan({ kind: 'module', name: 'shop' }).changes;
  expect(update!.content).toContain('imports: [ShopModule]');
});

test('the first module needs none', () => {
  const { changes, hints } = plan({ kind: 'module', name: 'app', flat: true }, treeOf({}));
  expect(changes.map(({ path }) => path)).toEqual(['src/app.module.ts']);
  expect(hints).toEqual([expect.stringContaining('PorticoFactory.create')]);
});

test.each([
  ['PORTICO_CLI_USAGE', '../outside/tea'],
  ['PORTICO_CLI_USAGE', '3teas'],
  ['PORTICO_CLI_USAGE', 'tea!'],
])('%s for %s', (code, name) => {
  expect(() => plan({ kind: 'tool', name })).toThrow(expect.objectContaining({ code }));
});

test('without a module it says how to make one', () => {
  expect(() => plan({ kind: 'tool', name: 'tea' }, treeOf({}))).toThrow('portico generate module app --flat');
});

test('the command writes, and never over what is there unless it is told to', () =>
  inEmptyFolder(async (folder) => {
    await portico(folder, ['new', 'demo', '--no-git']);
    const demo = `${folder}/demo`;
    const first = await portico(`${demo}/src`, ['g', 'tool', 'tea']);
    expect(first).toEqual({
      code: 0,
      stderr: '',
      stdout: 'CREATE src/tea/tea.tool.ts\nUPDATE src/app.module.ts\nCREATE src/tea/tea.tool.test.ts\n',
    });
    const read = (file: string): string => readFileSync(`${demo}/${file}`, 'utf8');
    const before = [...filesIn(demo)].map((file) => [file, read(file)]);
    expect(read('src/app.module.ts')).toContain('providers: [GreetingService, GreetTools, TeaTool]');

    const again = await portico(demo, ['generate', 'tool', 'tea']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('src/tea/tea.tool.ts is there already');
    const dry = await portico(demo, ['generate', 'prompt', 'brew', '--dry-run']);
    expect(dry.stdout).toContain('CREATE src/brew/brew.prompt.ts');
    expect(filesIn(demo).map((file) => [file, read(file)])).toEqual(before);

    expect((await portico(demo, ['g', 'tool', 'tea', '--force'])).stdout).toContain(
      'OVERWRITE src/tea/tea.tool.ts',
    );
  }));
