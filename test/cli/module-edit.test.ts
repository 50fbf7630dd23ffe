import { expect, test } from '@jest/globals';
import { addToModule, moduleClass, type ModuleEntry } from '../../src/cli/generate/module-edit.js';

const entry: ModuleEntry = {
  className: 'TeaTool',
  specifier: './tea/tea.tool.js',
  list: 'providers',
};
const head = `import { Module } from 'portico';\nimport { A } from './a.js';\n`;
const importLine = `import { TeaTool } from './tea/tea.tool.js';\n`;

test.each([
  ['an empty call', '@Module()', '@Module({ providers: [TeaTool] })'],
  ['empty options', '@Module({})', '@Module({ providers: [TeaTool] })'],
  ['an empty list', '@Module({ providers: [] })', '@Module({ providers: [TeaTool] })'],
  ['a list in one line', '@Module({ providers: [A] })', '@Module({ providers: [A, TeaTool] })'],
  ['another list only', '@Module({ exports: [A] })', '@Module({ exports: [A], providers: [TeaTool] })'],
  ['a quoted name', `@Module({ 'providers': [A] })`, `@Module({ 'providers': [A, TeaTool] })`],
  ['a spread', '@Module({ providers: [...all] })', '@Module({ providers: [...all, TeaTool] })'],
  [
    'types around',
    '@Module({ providers: [A] as const } satisfies object)',
    '@Module({ providers: [A, TeaTool] as const } satisfies object)',
  ],
  [
    'brackets within',
    `@Module({ providers: [{ provide: A, useFactory: () => [']'] }] })`,
    `@Module({ providers: [{ provide: A, useFactory: () => [']'] }, TeaTool] })`,
  ],
  [
    'a list of many lines, with a comma and comments',
    '@Module({\n  providers: [\n    A, // the first\n    // B,\n  ],\n})',
    '@Module({\n  providers: [\n    A,\n    TeaTool, // the first\n    // B,\n  ],\n})',
  ],
  [
    'options of many lines without the list',
    '@Module({\n  imports: [A],\n})',
    '@Module({\n  imports: [A],\n  providers: [TeaTool],\n})',
  ],
])('adds to %s', (_case, before, after) => {
  const text = `${head}\n/** All of it. */\n${before}\nexport class AppModule {}\n`;
  expect(addToModule('app.module.ts', text, entry)).toBe(
    `${head}${importLine}\n/** All of it. */\n${after}\nexport class AppModule {}\n`,
  );
});

test('knows the decorator by what it is imported as, and keeps quotes, semicolons and line ends', () => {
  const text = `import { Module as Part } from "portico"\r\n@Part({ providers: [] })\r\nexport default class X {}\r\n`;
  expect(addToModule('x.module.ts', text, entry)).toBe(
    `import { Module as Part } from "portico"\r\nimport { TeaTool } from "./tea/tea.tool.js"\r\n@Part({ providers: [TeaTool] })\r\nexport default class X {}\r\n`,
  );
  expect(moduleClass('x.module.ts', text)).toBe('X');
});

test('what TypeScript knows beside is no obstacle', () => {
  const text = `${head}
enum Size { Small = 1 }
abstract class Base<T extends object = {}> { declare a: T; constructor(@Mark() private readonly b?: T) {} }
const list = <const>['a'] satisfies readonly string[];
@Module({ providers: [] })
export class AppModule extends Base<{ a: string }> { #x!: Size; accessor y = list as unknown; }
`;
  expect(addToModule('app.module.ts', text, entry)).toContain('providers: [TeaTool]');
});

test('adding what is there changes nothing', () => {
  const once = addToModule('app.module.ts', `${head}@Module({ providers: [A] })\nexport class M {}\n`, entry);
  expect(addToModule('app.module.ts', once, entry)).toBe(once);
});

test.each([
  ['no module', `import { A } from './a.js';\nexport class B {}\n`, 'no class with @Module'],
  [
    'another Module',
    `import { Module } from '@nestjs/common';\n@Module({})\nexport class A {}\n`,
    'no class with @Module',
  ],
  ['several', `${head}@Module({})\nclass A1 {}\n@Module({})\nclass B1 {}\n`, 'several modules'],
  ['a list from elsewhere', `${head}@Module({ providers: A })\nexport class M {}\n`, 'not written as a list'],
  ['options from elsewhere', `${head}@Module(options)\nexport class M {}\n`, 'not written there'],
  ['a syntax error', `${head}@Module({ providers: [ })\nexport class M {}\n`, 'cannot be parsed'],
  [
    'another class of the name',
    `${head}import { TeaTool } from './other.js';\n@Module({})\nexport class M {}\n`,
    'imported from ./other.js',
  ],
])('refuses %s, and says what to add by hand', (_case, text, reason) => {
  const attempt = () => addToModule('app.module.ts', text, entry);
  expect(attempt).toThrow(expect.objectContaining({ code: 'PORTICO_MODULE_EDIT' }));
  expect(attempt).toThrow(reason);
  expect(attempt).toThrow(`import { TeaTool } from './tea/tea.tool.js';`);
});
