/** Runs the tests of faults: `npm run test:faults`, at length with `-- --long`; all other arguments are Jest's. */
import { spawn } from 'node:child_process';

const given = process.argv.slice(2);
const isLong = given.includes('--long');
const args = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--config',
  'jest.faults.config.ts',
  ...given.filter((arg) => arg !== '--long'),
];
const env = { ...process.env, ...(isLong && { PORTICO_TEST_LONG: '1' }) };
spawn(process.execPath, args, { stdio: 'inherit', env }).on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : code;
});
