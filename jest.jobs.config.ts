/**
 * @jest-config-loader ts-node
 * @jest-config-loader-options {"transpileOnly": true}
 */
import type { Config } from 'jest';
import base from './jest.config.ts';

/** `npm run test:jobs`: background work, whose engine is not finished. Needs Redis and PostgreSQL. */
const config: Config = {
  ...base,
  testMatch: [
    '<rootDir>/test/jobs/**/*.test.ts',
    '<rootDir>/test/services/jobs*/**/*.test.ts',
    '<rootDir>/test/services/jobs*.test.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/'],
};

export default config;
