import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Complete,
  Injectable,
  Module,
  Param,
  PorticoFactory,
  Prompt,
  Resource,
  Tool,
  ToolResult,
  UseFilters,
  UseInterceptors,
  type PorticoApp,
} from 'portico';
import { RawLine } from '../obligations/support/raw-line.js';
import { RecordedLog } from '../support/recorded-log.js';

const sorry = () => 'sorry';
const fail = () => {
  throw new Error('secret');
};

@Injectable()
class Components {
  @UseFilters(sorry) @Tool() filtered() {
    fail();
  }
  @UseInterceptors(() => ({ cached: true })) @Tool() replaced() {
    return 'never';
  }
  @UseInterceptors(async (_, next) => ({
    ...((await next()) as object),
    _meta: { 'example.org/seen': true },
  }))
  @Tool()
  copied() {
    return { n: 1 };
  }
  @Tool() malformed() {
    return new ToolResult([{ type: 'text', text: 7 } as never]);
  }
  @UseFilters(sorry) @Resource('plain://text') text() {
    fail();
  }
  @UseFilters(sorry) @Prompt('Greet') greet(@Param('name') @Complete(fail) name: string) {
    throw new Error(name);
  }
}

@Module({ providers: [Components] })
class PlainModule {}

describe.each(['session', 'stateless'] as const)('what leaves the steps, %s', (era) => {
  const log = new RecordedLog();
  let app: PorticoApp;
  let line: RawLine;
  beforeAll(async () => {
    app = await PorticoFactory.create(PlainModule, { name: 'plain', version: '1.0.0', log });
    line = await RawLine.open(app, era);
  });
  afterAll(async () => {
    await line.close();
    await app.close();
  });

  it('is a result, where a step answers with a plain value', async () => {
    const filtered = await line.request('tools/call', { name: 'filtered' });
    expect(filtered.result).toMatchObject({ content: [{ type: 'text', text: 'sorry' }] });
    const { result } = await line.request('tools/call', { name: 'replaced' });
    expect(result).toMatchObject({
      content: [{ text: '{"cached":true}' }],
      structuredContent: { cached: true },
    });
    expect(result).not.toHaveProperty('cached');
    const read = await line.request('resources/read', { uri: 'plain://text' });
    expect(read.result?.['contents']).toMatchObject([{ uri: 'plain://text', text: 'sorry' }]);
    const prompt = await line.request('prompts/get', { name: 'greet', arguments: { name: 'Ada' } });
    expect(prompt.result?.['messages']).toEqual([{ role: 'user', content: { type: 'text', text: 'sorry' } }]);
  });

  it('is taken as it is, where a step copies a result', async () => {
    const { result } = await line.request('tools/call', { name: 'copied' });
    expect(result).toMatchObject({ structuredContent: { n: 1 }, _meta: { 'example.org/seen': true } });
  });

  it('is a mistake of the server, where it fits nothing', async () => {
    for (const [method, params] of [
      ['tools/call', { name: 'malformed' }],
      [
        'completion/complete',
        { ref: { type: 'ref/prompt', name: 'greet' }, argument: { name: 'name', value: '' } },
      ],
    ] as const) {
      const { error } = await line.request(method, params);
      expect(error?.code).toBe(-32_603);
      expect(error?.message).toMatch(/^Internal error \(error id [0-9a-f]{12}\)/);
      expect(error?.message).not.toContain('invalid');
    }
  });
});

it('a list answered by a filter of the application with something else is a masked error', async () => {
  const log = new RecordedLog();
  const interceptors = [() => 'nothing'];
  const app = await PorticoFactory.create(PlainModule, {
    name: 'plain',
    version: '1.0.0',
    log,
    interceptors,
  });
  const line = await RawLine.open(app, 'session');
  const { error } = await line.request('tools/list');
  expect(error).toMatchObject({ code: -32_603, message: expect.stringContaining('Internal error') });
  await line.close();
  await app.close();
});
