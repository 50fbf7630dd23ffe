import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHome, type Home } from './support/programs.js';
import { serveSample, type RunningSample } from './support/samples.js';

/** mcpc keeps a session open in a process of its own, over all its commands. */
const SESSION = '@everything';

let home: Home;
let everything: RunningSample;

async function mcpc(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await home.run('mcpc', '--json', ...args);
  expect({ code, stderr, stdout }).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
}

beforeAll(async () => {
  home = await createHome();
  everything = await serveSample('everything');
  await mcpc('connect', String(everything.url), SESSION);
});
afterAll(async () => {
  await mcpc(SESSION, 'close');
  expect(await everything.stop()).toBe(0);
  await home.remove();
});

it('mcpc lists the tools', async () => {
  const tools = (await mcpc(SESSION, 'tools-list')) as { name: string }[];
  expect(tools.map(({ name }) => name)).toContain('test_simple_text');
});

it('mcpc calls a tool with arguments', async () => {
  expect(await mcpc(SESSION, 'tools-call', 'test_x_mcp_header', 'region:=eu')).toMatchObject({
    content: [{ type: 'text', text: 'region=eu' }],
  });
});

it('mcpc reads a resource', async () => {
  expect(await mcpc(SESSION, 'resources-read', 'test://static-text')).toMatchObject({
    contents: [{ text: 'This is the content of the static text resource.' }],
  });
});

it('mcpc gets a prompt', async () => {
  expect(
    await mcpc(SESSION, 'prompts-get', 'test_prompt_with_arguments', 'arg1:=one', 'arg2:=two'),
  ).toMatchObject({
    messages: [{ content: { text: "Prompt with arguments: arg1='one', arg2='two'" } }],
  });
});

it('mcpc subscribes to a resource, sets the log level and pings', async () => {
  await mcpc(SESSION, 'resources-subscribe', 'test://watched-resource');
  await mcpc(SESSION, 'logging-set-level', 'debug');
  expect(await mcpc(SESSION, 'ping')).toMatchObject({ success: true });
});
