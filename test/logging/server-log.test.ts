import { describe, expect, it, test } from '@jest/globals';
import { pino } from 'pino';
import { Writable } from 'node:stream';
import { silentLog, type LogSettings } from 'portico';
import { createTestClient } from 'portico/testing';
import { problemsOf } from '../support/startup.js';
import { useHttp } from '../support/http-server.js';
import { startProcess } from '../support/server-process.js';
import { LoggedModule } from './server-log.fixture.js';

describe('over HTTP', () => {
  const serve = useHttp(LoggedModule);

  it('names the request in each line, by the id that came with it', async () => {
    const { log, postStateless } = await serve();
    const call = (id: string) =>
      postStateless(
        'tools/call',
        { name: 'fail', arguments: {} },
        { 'mcp-name': 'fail', 'x-request-id': id },
      );
    await (await call('abc-123')).text();
    await (await call('no id, but a text')).text();
    expect(log.lines.filter((line) => line.includes('(abc-123) error '))).toHaveLength(1);
    expect(log.text).not.toContain('but a text');
    expect(log.lines.filter((line) => /error \([0-9a-f]{12}\) error /.test(line))).toHaveLength(1);
  });
});

it('writes JSON to stderr, and nothing of it to stdout', async () => {
  const server = startProcess(LoggedModule, { log: { format: 'json', level: 'warn' } });
  await server.initialize();
  server.send({ id: 7, method: 'tools/call', params: { name: 'fail', arguments: {} } });
  await server.answer(7);
  server.stdin.end();
  await server.exit(Date.now());
  const lines = server
    .stderr()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines).toMatchObject([{ level: 50, method: 'tools/call', err: { message: 'the line is dead' } }]);
  expect(server.lines().every((line) => 'jsonrpc' in (JSON.parse(line) as object))).toBe(true);
}, 30_000);

it('gives pino the error, the request and the details as fields', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const client = await createTestClient(LoggedModule, { log: pino({ level: 'debug' }, stream) });
  await client.callTool('fail');
  await client.close();
  const entry = lines.map((line) => JSON.parse(line) as Record<string, unknown>).find(({ err }) => err);
  expect(entry).toMatchObject({
    level: 50,
    method: 'tools/call',
    request: expect.stringMatching(/^[0-9a-f]{12}$/),
    msg: expect.stringContaining('in LoggedTools.fail'),
    err: {
      type: 'Error',
      message: 'the line is dead',
      stack: expect.stringContaining('server-log.fixture.ts'),
    },
  });
});

test.each([
  ['level', { level: 'loud' as 'info' }, {}],
  ['format', { format: 'xml' as 'json' }, {}],
  ['level', {}, { PORTICO_LOG: 'loud' }],
  ['format', {}, { PORTICO_LOG_FORMAT: 'xml' }],
] as const)('PORTICO_LOG_OPTION: %s %j %j cannot be used', async (name, log: LogSettings, env) => {
  Object.assign(process.env, env);
  try {
    const problems = await problemsOf(LoggedModule, { log });
    expect(problems).toMatchObject([{ code: 'PORTICO_LOG_OPTION', problem: expect.stringContaining(name) }]);
  } finally {
    for (const variable of Object.keys(env)) delete process.env[variable];
  }
});

it('takes silence for an answer', async () => {
  const client = await createTestClient(LoggedModule, { log: silentLog });
  expect((await client.callTool('fail')).isError).toBe(true);
  await client.close();
});
