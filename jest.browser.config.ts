/**
 * @jest-config-loader ts-node
 * @jest-config-loader-options {"transpileOnly": true}
 */
import type { Config } from 'jest';
import base from './jest.config.ts';

/** `npm run test:browser`: the page of `portico dev`, in a real browser. */
const config: Config = {
  ...base,
  testMatch: ['<rootDir>/test/dashboard/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 60_000,
};

export default config;
