import base from './jest.config.js';

/** `npm run test:services`: the tests that need a running Redis and PostgreSQL. @type {import('jest').Config} */
export default {
  ...base,
  testMatch: ['<rootDir>/test/services/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
