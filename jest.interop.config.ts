/**
 * @jest-config-loader ts-node
 * @jest-config-loader-options {"transpileOnly": true}
 */
import type { Config } from 'jest';
import base from './jest.config.ts';

/** `npm run test:interop`: the built samples, driven by clients of others. */
const config: Config = {
  ...base,
  testMatch: ['<rootDir>/test/interop/clients/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};

export default config;
