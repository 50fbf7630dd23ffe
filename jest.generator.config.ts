/**
 * @jest-config-loader ts-node
 * @jest-config-loader-options {"transpileOnly": true}
 */
import type { Config } from 'jest';
import base from './jest.config.ts';

/** `npm run test:generator`: new projects from the packed package, installed from the registry. */
const config: Config = {
  ...base,
  testMatch: ['<rootDir>/test/generator/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
  maxConcurrency: 2,
};

export default config;
