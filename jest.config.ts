/**
 * @jest-config-loader ts-node
 * @jest-config-loader-options {"transpileOnly": true}
 */
import { availableParallelism } from 'node:os';
import type { Config } from 'jest';

/** `npm test`: everything that needs no server. */
const config: Config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/services/',
    '<rootDir>/test/faults/',
    '<rootDir>/test/interop/clients/',
    '<rootDir>/test/generator/',
    '<rootDir>/test/dashboard/browser/',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  resolver: '<rootDir>/test/support/resolver.cjs',
  moduleNameMapper: {
    '^portico$': '<rootDir>/src/index.ts',
    '^portico/skills$': '<rootDir>/src/protocol/skills/index.ts',
    '^portico/testing/jest$': '<rootDir>/src/testing/matchers/jest.ts',
    '^portico/testing$': '<rootDir>/src/testing/index.ts',
  },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
        },
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/compile-fixtures.ts',
  setupFiles: ['reflect-metadata'],
  testTimeout: 30_000,
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
};

export default config;
