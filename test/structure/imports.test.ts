import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { findViolations, type SourceFile } from './import-rules.js';
import { importsOf, readSources } from './read-sources.js';

test('src keeps to the plan of the house', () => {
  expect(findViolations(readSources(join(import.meta.dirname, '../../src')))).toEqual([]);
});

describe('the checker', () => {
  const rooms =
    'app cli testing transport protocol pipeline scanner jobs events context interaction container';
  const house: SourceFile[] = [
    ...`${rooms} schema metadata identity storage common`
      .split(' ')
      .map((room) => ({ file: `${room}/index.ts`, imports: [] })),
    { file: 'index.ts', imports: ['./app/index.js', './common/index.js'] },
  ];

  test.each([
    ['downward', 'app/factory.ts', '../context/context.js'],
    ['along one floor', 'container/plan.ts', '../metadata/records.js'],
    ['within a room', 'context/state/state.ts', '../context.js'],
    ['the owner of a library', 'context/state/store.ts', 'cache-manager'],
    ['the owner of a library, by a deep path', 'schema/compile.ts', 'ajv/dist/2020.js'],
    ['a built-in', 'common/ids.ts', 'node:crypto'],
    ['a package with a similar name', 'app/start.ts', 'agenda-like'],
  ])('allows %s', (_case, file, specifier) => {
    expect(findViolations([...house, { file, imports: [specifier] }])).toEqual([]);
  });

  test.each([
    ['upward', 'context/context.ts', '../protocol/peer.js', /floor 2\) imports upward: .* \(floor 4/],
    ['upward from the ground', 'common/ids.ts', '../context/state/state.js', /imports upward/],
    ['the roof', 'app/factory.ts', '../index.js', /imports the roof/],
    ['the package itself', 'testing/client.ts', 'portico', /its own package by name/],
    ['an unknown room', 'app/factory.ts', '../attic/box.js', /no room of the house/],
    ['something outside src', 'cli/version.ts', '../../package.json', /outside src/],
    [
      'a wire library',
      'context/context.ts',
      '@modelcontextprotocol/server',
      /belongs to protocol, transport/,
    ],
    ['reflect-metadata', 'metadata/types.ts', 'reflect-metadata', /use common\/reflect\.ts/],
    ['tsyringe', 'scanner/scan.ts', 'tsyringe', /belongs to container/],
    ['class-validator', 'metadata/describe.ts', 'class-validator', /belongs to schema/],
    ['class-transformer', 'pipeline/input.ts', 'class-transformer', /belongs to schema/],
    ['ajv', 'pipeline/input.ts', 'ajv/dist/2020.js', /belongs to schema/],
    ['keyv', 'context/context.ts', 'keyv', /belongs to context\/state/],
    ['a keyv adapter', 'events/bus.ts', '@keyv/redis', /belongs to context\/state/],
    ['agenda', 'context/jobs/jobs.ts', 'agenda', /belongs to jobs/],
    ['an agenda backend', 'app/start.ts', '@agendajs/redis-backend', /belongs to jobs/],
  ])('finds an import of %s', (_case, file, specifier, message) => {
    expect(findViolations([...house, { file, imports: [specifier] }])).toEqual([
      expect.stringMatching(message),
    ]);
  });

  test('finds a library imported by the roof', () => {
    expect(findViolations([...house, { file: 'index.ts', imports: ['class-validator'] }])).toHaveLength(1);
  });

  test('finds a circle between rooms of one floor, and tells it once', () => {
    const circle: SourceFile[] = [
      { file: 'jobs/task.ts', imports: ['../events/bus.js'] },
      { file: 'events/bus.ts', imports: ['../pipeline/call.js'] },
      { file: 'pipeline/call.ts', imports: ['../jobs/task.js', '../jobs/other.js'] },
    ];
    expect(findViolations([...house, ...circle])).toEqual([
      expect.stringMatching(/circle: .*jobs\/task\.ts imports \.\.\/events\/bus\.js/),
    ]);
  });

  test('finds a missing room, a room too many, a stray file and a folder named utils', () => {
    const changed = house.filter(({ file }) => file !== 'events/index.ts');
    const stray = ['attic/box.ts', 'stray.ts', 'common/utils/json.ts'].map((file) => ({ file, imports: [] }));
    expect(findViolations([...changed, ...stray])).toEqual([
      'events/ is a room of the house and has no file',
      'attic/box.ts lies in no room of the house',
      'stray.ts lies in no room of the house',
      'common/utils/json.ts: a folder is named after its subject, never utils',
    ]);
  });

  test('reads every kind of import, and none from comments and strings', () => {
    const text = [
      `import './side-effect.js';`,
      `import def, { a } from './static.js';`,
      `import type { T } from './type-only.js';`,
      `import { type U } from './inline-type.js';`,
      `export { b } from './re-export.js';`,
      `export * from './star.js';`,
      `export type { V } from './re-export-type.js';`,
      `const lazy = () => import('./dynamic.js');`,
      `type W = import('./import-type.js').W;`,
      `/** @example import { Tool } from './comment.js'; */`,
      'const template = `import x from "./template.js"`;',
    ].join('\n');
    expect(importsOf(text).sort()).toEqual(
      [
        './side-effect.js',
        './static.js',
        './type-only.js',
        './inline-type.js',
        './re-export.js',
        './star.js',
        './re-export-type.js',
        './dynamic.js',
        './import-type.js',
      ].sort(),
    );
  });
});
