import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { startProcess, statelessMeta, type ServerProcess } from '../support/server-process.js';
import { EarlyModule, StdioModule } from './stdio.fixture.js';

const eras = ['session', 'stateless'] as const;
type Era = (typeof eras)[number];
const ways = eras.flatMap((era) => [true, false].map((hotPath) => ({ era, hotPath })));

let server: ServerProcess;
afterEach(async () => {
  server.kill('SIGKILL');
  await server.exit(0);
});

/** A server that has answered its first message. */
async function start(era: Era, hotPath: boolean): Promise<void> {
  server = startProcess(StdioModule, { hotPath });
  if (era === 'session') return server.initialize();
  await call('first', 'echo', { text: 'hello' }, era);
}

async function call(id: string, name: string, args: object, era: Era) {
  const _meta = era === 'stateless' ? statelessMeta : {};
  server.send({ id, method: 'tools/call', params: { name, arguments: args, _meta } });
  return (await server.answer(id)).result!;
}

describe.each(ways)('a server on stdio, $era, with the hot path: $hotPath', ({ era, hotPath }) => {
  test('writes nothing but protocol to stdout; all else goes to stderr', async () => {
    await start(era, hotPath);
    expect(await call('1', 'noisy', {}, era)).toMatchObject({ content: [{ text: 'quiet' }] });
    for (const line of server.lines()) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    for (const way of ['console.log', 'console.info', 'console.debug', 'write', 'a buffer', 'callback'])
      await eventually(() => expect(server.stderr()).toContain(`noise by ${way}\n`));
  });

  test.each(['end of input', 'SIGTERM', 'SIGINT'])(
    'ends at %s: hooks run, exit code 0, at once',
    async (how) => {
      await start(era, hotPath);
      const since = Date.now();
      if (how === 'end of input') server.stdin.end();
      else server.kill(how as NodeJS.Signals);
      const { ms, ...exit } = await server.exit(since);
      expect(exit).toEqual({ code: 0, signal: null });
      expect(server.stderr()).toContain('hook ran');
      expect(ms).toBeLessThan(2_000);
    },
  );

  test('aborts what is in flight when the client goes', async () => {
    await start(era, hotPath);
    const _meta = era === 'stateless' ? statelessMeta : {};
    server.send({ id: 'e', method: 'tools/call', params: { name: 'endless', arguments: {}, _meta } });
    await eventually(() => expect(server.stderr()).toContain('endless started'));
    const since = Date.now();
    server.stdin.end();
    const { code, ms } = await server.exit(since);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(2_000);
    expect(server.stderr()).toContain('endless aborted');
  });

  test('reads messages however they are cut into pieces', async () => {
    await start(era, hotPath);
    const _meta = era === 'stateless' ? statelessMeta : {};
    const text = '🙂 ümläut '.repeat(20_000);
    const message = (id: string, text: string) =>
      `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'echo', arguments: { text }, _meta } })}\n`;
    const bytes = Buffer.from(message('big', text));
    const cuts = [0, 30, bytes.indexOf('🙂') + 1, bytes.length - 20, bytes.length];
    for (const [i, cut] of cuts.slice(1).entries()) {
      server.stdin.write(bytes.subarray(cuts[i], cut));
      await setTimeout(10);
    }
    server.stdin.write(message('a', 'one') + message('b', 'two'));
    for (const [id, echoed] of [
      ['big', text],
      ['a', 'one'],
      ['b', 'two'],
    ] as const)
      expect((await server.answer(id)).result).toMatchObject({ content: [{ type: 'text', text: echoed }] });
  });

  test('goes on after a line that is no message', async () => {
    await start(era, hotPath);
    server.stdin.write('this is not JSON\n{"jsonrpc":"2.0"}\n[]\n\n');
    expect(await call('after', 'echo', { text: 'still here' }, era)).toMatchObject({
      content: [{ text: 'still here' }],
    });
    for (const line of server.lines()) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  });

  test('answers each of many requests that come at once', async () => {
    await start(era, hotPath);
    const _meta = era === 'stateless' ? statelessMeta : {};
    const ids = Array.from({ length: 300 }, (_, i) => `many-${i}`);
    const messages = ids.map((id) => ({
      ...{ jsonrpc: '2.0', id, method: 'tools/call' },
      params: { name: 'echo', arguments: { text: id }, _meta },
    }));
    server.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
    for (const id of ids)
      expect((await server.answer(id)).result).toMatchObject({ content: [{ type: 'text', text: id }] });
  });

  test('ends when a message has no end', async () => {
    await start(era, hotPath);
    const since = Date.now();
    server.stdin.on('error', () => {}); // it does not read to the end
    server.stdin.write('"'.padEnd(11 * 2 ** 20, 'x'));
    expect(await server.exit(since)).toMatchObject({ code: 0 });
    expect(server.stderr()).toContain('a message is longer than 10485760 bytes, and the line is closed');
  });

  test('ends in order when nobody reads its output any more', async () => {
    await start(era, hotPath);
    server.closeStdout();
    const _meta = era === 'stateless' ? statelessMeta : {};
    server.send({ id: 'x', method: 'tools/call', params: { name: 'echo', arguments: { text: 'x' }, _meta } });
    await setTimeout(100);
    server.stdin.end();
    expect(await server.exit(0)).toMatchObject({ code: 0 });
    expect(server.stderr()).toContain('hook ran');
  });
});

test('output before the server listens is told of, since clients may stumble over it', async () => {
  server = startProcess(EarlyModule);
  await server.initialize();
  expect(server.lines()[0]).toBe('a banner, much too early');
  expect(server.stderr()).toMatch(/\d+ bytes had been written to stdout before the server listened/);
});
