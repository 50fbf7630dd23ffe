import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHome, type Home } from './support/programs.js';
import { programOf, serveSample, type RunningSample } from './support/samples.js';

let home: Home;
let everything: RunningSample;

beforeAll(async () => {
  home = await createHome();
  everything = await serveSample('everything');
});
afterAll(async () => {
  expect(await everything.stop()).toBe(0);
  await home.remove();
});

const overHttp = () => ['--http-url', String(everything.url), '--allow-http'];
const overStdio = () => ['--stdio', `${process.execPath} ${programOf('everything')}`];

it('mcporter lists the tools', async () => {
  const { code, stdout } = await home.run('mcporter', 'list', ...overHttp(), '--name', 'everything');
  expect(code).toBe(0);
  expect(stdout).toMatch(/function test_x_mcp_header\(/);
});

it.each([
  ['HTTP', overHttp],
  ['stdio', overStdio],
])('mcporter calls a tool with arguments over %s', async (_, target) => {
  const { code, stdout } = await home.run('mcporter', 'call', ...target(), 'test_x_mcp_header', 'region=eu');
  expect({ code, stdout: stdout.trim() }).toEqual({ code: 0, stdout: 'region=eu' });
});

it('mcporter shows the text of an error', async () => {
  const { stdout, stderr } = await home.run('mcporter', 'call', ...overHttp(), 'test_error_handling');
  expect(stdout + stderr).toMatch(/This tool intentionally returns an error for testing/);
});
