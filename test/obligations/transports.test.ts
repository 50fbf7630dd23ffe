import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Context, Module, PorticoFactory, Schema, silentLog, StartupError, Tool } from 'portico';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { eventually } from '../support/eventually.js';
import { serverCommand } from '../support/servers.js';
import { openSession, send, sendStateless, standardHeaders } from './support/raw-http.js';
import { envelope, RawLine, text } from './support/raw-line.js';
import { serve } from './support/serve.js';
import { StdioModule } from './stdio.fixture.js';

class MirroredInput {
  @Schema({ 'x-mcp-header': 'Region' }) @IsOptional() @IsString() region?: string;
  @Schema({ 'x-mcp-header': 'Level' }) @IsOptional() @IsInt() level?: number;
}

const aborted: string[] = [];

class TransportTools {
  @Tool({ name: 'mirrored' })
  mirrored({ region = 'none', level = 0 }: MirroredInput) {
    return `${region} ${level}`;
  }

  @Tool({ name: 'leave' })
  async leave(ctx: Context) {
    ctx.closeSseStream();
    await delay(100);
    return 'still here';
  }

  @Tool({ name: 'slow' })
  async slow(ctx: Context) {
    await ctx.reportProgress(1);
    await once(ctx.signal, 'abort');
    aborted.push(ctx.era);
  }
}

@Module({ providers: [TransportTools] })
class TransportModule {}

const served = serve(TransportModule);
const resumable = serve(TransportModule, {}, { resumability: { retry: 50 } });
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: envelope() } };
const listHeaders = standardHeaders('tools/list', {});

it('H1: one path answers POST, GET and DELETE, and there is nothing elsewhere', async () => {
  const { headers } = await openSession(served.url);
  expect((await send(served.url, 'DELETE', undefined, headers)).status).toBe(200);
  expect((await send(new URL('/other', served.url), 'POST', list, listHeaders)).status).toBe(404);
});

describe.each([
  ['stateless', listHeaders, list],
  ['session', {}, { jsonrpc: '2.0', id: 1, method: 'initialize', params: {} }],
])('%s', (_, headers, body) => {
  it.each(['https://evil.example.com', 'http://localhost.evil.example.com', 'null'])(
    'H2: the origin %s is refused with 403',
    async (origin) => {
      expect((await send(served.url, 'POST', body, { ...headers, origin })).status).toBe(403);
    },
  );

  it('1.13: a name that is not of this server is refused', async () => {
    const { status } = await send(served.url, 'POST', body, { ...headers, host: 'evil.example.com' });
    expect(status).toBe(403);
  });
});

it('H2: a page of this machine is let in', async () => {
  const headers = { ...listHeaders, origin: 'http://localhost:5173' };
  expect((await send(served.url, 'POST', list, headers)).status).toBe(200);
});

it('H3: a server is reached from its own machine only, unless it is told otherwise', () => {
  expect(served.url.hostname).toBe('127.0.0.1');
});

it('H4: a notification is accepted with 202 and no body', async () => {
  const { headers } = await openSession(served.url);
  const notification = { jsonrpc: '2.0', method: 'notifications/roots/list_changed' };
  expect(await send(served.url, 'POST', notification, headers)).toMatchObject({ status: 202, body: '' });
});

it.each(['stateless', 'session'])('H8, H7: what closing the stream means to the %s revision', async (era) => {
  aborted.length = 0;
  const params = { name: 'slow', arguments: {}, _meta: { progressToken: 1 } };
  const meta = era === 'stateless' ? { ...envelope(), progressToken: 1 } : { progressToken: 1 };
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(era === 'stateless'
      ? standardHeaders('tools/call', params)
      : (await openSession(served.url)).headers),
  };
  const outgoing = request(served.url, { method: 'POST', headers });
  outgoing.on('error', () => {}); // it is cut off below
  outgoing.end(
    JSON.stringify({ jsonrpc: '2.0', id: 5, method: 'tools/call', params: { ...params, _meta: meta } }),
  );
  const [response] = (await once(outgoing, 'response')) as [NodeJS.ReadableStream];
  response.on('error', () => {});
  await once(response, 'data');
  outgoing.destroy();
  if (era === 'stateless') await eventually(() => expect(aborted).toEqual(['stateless']));
  else {
    // A session may come back for its answer: only a cancellation ends the call.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(aborted).toEqual([]);
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 5 } };
    const { 'content-type': _, accept: __, ...own } = headers;
    await send(served.url, 'POST', cancel, own);
    await eventually(() => expect(aborted).toEqual(['session']));
  }
});

it('H6, H11: a stream that ends early can be gone on with, and with none but its own messages', async () => {
  const { headers } = await openSession(resumable.url);
  const call = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'leave' } });
  const [first, other] = await Promise.all([
    send(resumable.url, 'POST', call(1), headers),
    send(resumable.url, 'POST', call(2), headers),
  ]);
  const ids = [first, other].map(({ body }) => Array.from(body.matchAll(/^id: (.+)$/gm), ([, id]) => id!));
  expect(first.body).toMatch(/^retry: \d+$/m);
  expect(first.messages).toEqual([]);
  expect(new Set(ids.flat()).size).toBe(ids.flat().length);
  const rest = await send(resumable.url, 'GET', undefined, { ...headers, 'last-event-id': ids[0]!.at(-1)! });
  expect(rest.messages.map(({ id }) => id)).toEqual([1]);
  expect(text(rest.messages[0]!)).toBe('still here');
});

it.each(['session', 'stateless'] as const)(
  'H6: without a way back a stream of the %s era stays open',
  async (era) => {
    const line = await RawLine.open(served.app, era);
    expect((await line.call('leave')).result?.['isError']).toBe(true);
    await line.close();
    expect(served.log.text).toMatch(/PORTICO_CANNOT_CLOSE_STREAM/);
  },
);

it('H12: a session has an unguessable visible id, is needed, and is gone when it was ended', async () => {
  const [one, other] = [await openSession(served.url), await openSession(served.url)];
  expect(one.id).toMatch(/^[\x21-\x7e]{20,}$/);
  expect(one.id).not.toBe(other.id);
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  expect((await send(served.url, 'POST', body, { 'mcp-protocol-version': '2025-11-25' })).status).toBe(400);
  expect((await send(served.url, 'POST', body, one.headers)).status).toBe(200);
  await send(served.url, 'DELETE', undefined, one.headers);
  expect((await send(served.url, 'POST', body, one.headers)).status).toBe(404);
});

it('H13: a session request that names a revision nobody knows is refused with 400', async () => {
  const { headers } = await openSession(served.url);
  const unknown = { ...headers, 'mcp-protocol-version': '1999-01-01' };
  expect((await send(served.url, 'POST', { jsonrpc: '2.0', id: 1, method: 'ping' }, unknown)).status).toBe(
    400,
  );
});

it.each([
  ['H14: another revision in the header than in the body', { 'mcp-protocol-version': '2025-11-25' }],
  ['H15: another method in the header than in the body', { 'mcp-method': 'prompts/list' }],
])('%s is refused with -32020 and HTTP 400', async (_, headers) => {
  const { status, messages } = await sendStateless(served.url, 'tools/list', {}, { headers });
  expect([status, messages[0]?.error?.code]).toEqual([400, -32_020]);
});

const mirrored = (args: object, headers: Record<string, string>) =>
  sendStateless(served.url, 'tools/call', { name: 'mirrored', arguments: args }, { headers });

it.each([
  ['that says the same', { region: 'eu', level: 2 }, { 'Mcp-Param-Region': 'eu', 'Mcp-Param-Level': '2' }],
  ['in Base64', { region: 'Zürich' }, { 'mcp-param-region': '=?base64?WsO8cmljaA==?=' }],
  ['that is not there, for an argument that is not there', {}, {}],
])('H16: a header %s is accepted', async (_, args, headers) => {
  expect((await mirrored(args, headers)).status).toBe(200);
});

it.each([
  ['that says something else', { region: 'eu' }, { 'Mcp-Param-Region': 'us' }],
  ['that is missing', { region: 'eu' }, {}],
  ['in broken Base64', { region: 'Hello' }, { 'Mcp-Param-Region': '=?base64?SGVs!!!bG8=?=' }],
])('H16: a header %s is refused with -32020 and HTTP 400', async (_, args, headers) => {
  const { status, messages } = await mirrored(args, headers);
  expect([status, messages[0]?.error?.code]).toEqual([400, -32_020]);
});

it.each([
  ['that is empty', { a: { type: 'string', 'x-mcp-header': '' } }],
  ['that is no token', { a: { type: 'string', 'x-mcp-header': 'two words' } }],
  ['twice', { a: { type: 'string', 'x-mcp-header': 'A' }, b: { type: 'string', 'x-mcp-header': 'a' } }],
  ['of a number', { a: { type: 'number', 'x-mcp-header': 'A' } }],
  ['of an object', { a: { type: 'object', 'x-mcp-header': 'A' } }],
  ['within an array', { a: { type: 'array', items: { type: 'string', 'x-mcp-header': 'A' } } }],
])('H17: a header %s is refused at start-up', async (_, properties) => {
  class BadHeader {
    @Tool({ name: 'bad', input: { type: 'object', properties } })
    bad(_input: unknown) {}
  }
  @Module({ providers: [BadHeader] })
  class BadHeaderModule {}
  const creation = PorticoFactory.create(BadHeaderModule, { name: 'H17', version: '1.0.0', log: silentLog });
  await expect(creation).rejects.toThrow(StartupError);
});

it('H20: what a session may do is not open without one', async () => {
  for (const method of ['GET', 'DELETE']) {
    const { status } = await send(served.url, method, undefined, { 'mcp-protocol-version': '2026-07-28' });
    expect([400, 405]).toContain(status);
  }
});

/** Starts the fixture as a process of its own, and hands it the lines. */
async function talk(lines: readonly object[]) {
  const { command, args, env } = serverCommand(StdioModule);
  const child = spawn(command, args, { env });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  for (const line of lines) child.stdin.write(`${JSON.stringify(line)}\n`);
  const answers = () =>
    output.stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { id?: number; method?: string });
  return { child, output, answers };
}

const chatter = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'chatter', arguments: {}, _meta: envelope() },
};

it('stdio: nothing but messages reaches stdout, one on each line', async () => {
  const { child, output, answers } = await talk([chatter]);
  await eventually(() => expect(answers().map(({ id }) => id)).toEqual([1]));
  expect(output.stderr).toMatch(/said to the console/);
  child.stdin.end();
  await once(child, 'exit');
});

it('stdio: the stateless revision sends no requests', async () => {
  const ask = { ...chatter, params: { name: 'ask', arguments: {}, _meta: envelope({ elicitation: {} }) } };
  const { child, answers } = await talk([ask]);
  await eventually(() => expect(answers()).toHaveLength(1));
  expect(answers()[0]).toMatchObject({ id: 1, result: { resultType: 'input_required' } });
  child.stdin.end();
  await once(child, 'exit');
});

it('L10: at the end of stdin the server runs its shutdown hooks and ends with code 0', async () => {
  const { child, output, answers } = await talk([chatter]);
  await eventually(() => expect(answers()).toHaveLength(1));
  child.stdin.end();
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
  expect(output.stderr).toMatch(/shut down in order/);
});
