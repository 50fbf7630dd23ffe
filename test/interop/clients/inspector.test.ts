import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHome, type Home, type Outcome } from './support/programs.js';
import { programOf, serveSample, type RunningSample } from './support/samples.js';

let home: Home;
let everything: RunningSample;
let weather: RunningSample;

beforeAll(async () => {
  home = await createHome();
  everything = await serveSample('everything');
  weather = await serveSample('weather');
});
afterAll(async () => {
  expect([await everything.stop(), await weather.stop()]).toEqual([0, 0]);
  await home.remove();
});

describe.each(['legacy', 'modern'] as const)('Inspector, %s era', (era) => {
  const inspect = (target: readonly string[], ...args: string[]): Promise<Outcome> =>
    home.run('mcp-inspector', '--cli', ...target, '--protocol-era', era, ...args);
  const overHttp = ({ url }: RunningSample) => [String(url), '--transport', 'http'];

  async function json(target: readonly string[], ...args: string[]): Promise<Record<string, unknown>> {
    const { code, stdout, stderr } = await inspect(target, ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  it('finds schemas that every client can use', async () => {
    const { tools } = await json(overHttp(everything), '--method', 'tools/list', '--strict');
    const names = (tools as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['test_simple_text', 'json_schema_2020_12_tool']));
  });

  it('calls a tool whose argument is mirrored in a header', async () => {
    const call = [
      '--method',
      'tools/call',
      '--tool-name',
      'test_x_mcp_header',
      '--tool-arg',
      'region=Zürich',
    ];
    const { content } = await json(overHttp(everything), ...call);
    expect(content).toEqual([{ type: 'text', text: 'region=Zürich' }]);
  });

  it('reads structured content', async () => {
    const args = ['--tool-arg', 'city=Seattle', 'rank=wettest', 'limit=1'];
    const call = ['--method', 'tools/call', '--tool-name', 'findDays', ...args];
    const { structuredContent } = await json(overHttp(weather), ...call);
    expect(structuredContent).toMatchObject({ days: [{ rainMm: 55.9 }] });
  });

  it('calls a tool over stdio', async () => {
    const call = ['--method', 'tools/call', '--tool-name', 'test_simple_text'];
    const { content } = await json([process.execPath, programOf('everything')], ...call);
    expect(content).toEqual([{ type: 'text', text: 'This is a simple text response for testing.' }]);
  });

  it('tells that a tool failed', async () => {
    const call = ['--method', 'tools/call', '--tool-name', 'test_error_handling'];
    const { code, stdout } = await inspect(overHttp(everything), ...call);
    expect(code).not.toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'This tool intentionally returns an error for testing' }],
    });
  });

  it('reads a resource of a template', async () => {
    const read = ['--method', 'resources/read', '--uri', 'test://template/7/data'];
    const { contents } = await json(overHttp(everything), ...read);
    const [{ mimeType, text }] = contents as [{ mimeType: string; text: string }];
    expect(mimeType).toBe('application/json');
    expect(JSON.parse(text)).toEqual({ id: '7', templateTest: true, data: 'Data for ID: 7' });
  });

  it('gets a prompt', async () => {
    const get = ['--method', 'prompts/get', '--prompt-name', 'test_prompt_with_arguments'];
    const { messages } = await json(overHttp(everything), ...get, '--prompt-args', 'arg1=one', 'arg2=two');
    expect(messages).toEqual([
      { role: 'user', content: { type: 'text', text: "Prompt with arguments: arg1='one', arg2='two'" } },
    ]);
  });

  it('is told what it would have to be able to do', async () => {
    const call = ['--method', 'tools/call', '--tool-name', 'test_input_required_result_elicitation'];
    const { code, stdout, stderr } = await inspect(overHttp(everything), ...call);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toMatch(/needs a client that declares the capability elicitation\.form/);
  });
});
