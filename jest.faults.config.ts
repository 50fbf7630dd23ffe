/**
 * @jest-config-loader ts-node
 * @jest-config-loader-options {"transpileOnly": true}
 */
import type { Config } from 'jest';
import base from './jest.config.ts';

/** `npm run test:faults`: what must not bring a server down, with `-- --long` at length. */
const config: Config = {
  ...base,
  testMatch: ['<rootDir>/test/faults/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: process.env['PORTICO_TEST_LONG'] ? 1_800_000 : 120_000,
};

export default config;
