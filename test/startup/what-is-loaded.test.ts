import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import type { ListenOptions } from 'portico';
import { command } from '../cli/run-portico.js';
import { NewsModule } from '../events/news.fixture.js';
import { eventually } from '../support/eventually.js';
import type { Fixture } from '../support/fixture.js';
import { serverCommand } from '../support/servers.js';
import { POST_HEADERS, send } from '../transport/support/raw-http.js';
import { RawSession } from '../transport/support/raw-session.js';
import { DtoModule } from './dto.fixture.js';
import { PlainModule } from './plain.fixture.js';

/*
 * What a server does not use must not be loaded: a client that starts it waits for it, and it stays in memory. Node itself
 * says what was loaded, in the coverage it writes at its end.
 */

const messages = [
  {
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  },
  { method: 'notifications/initialized' },
  { id: 2, method: 'tools/list' },
  { id: 3, method: 'tools/call', params: { name: 'echo', arguments: { text: 'here' } } },
].map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }));

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};
const stateless = [
  { id: 2, method: 'tools/list', params: { _meta: META } },
  { id: 3, method: 'tools/call', params: { name: 'echo', arguments: { text: 'here' }, _meta: META } },
].map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }));

const ALWAYS = ['reflect-metadata', 'tslib', 'tsyringe'];

test('a plain server over HTTP opens a session, lists and calls with nothing but the container', async () => {
  const { packages, parts } = await loadedBy(PlainModule, overHttp);
  expect(packages).toEqual(ALWAYS);
  expect(parts).toEqual(['base', 'index', 'server']);
});

test('a client that listens for changes is told of them with nothing but the container', async () => {
  const { packages, parts } = await loadedBy(NewsModule, listening);
  expect(packages).toEqual(ALWAYS);
  expect(parts).toEqual(['base', 'index', 'server']);
});

test.each([
  ['session', messages],
  ['stateless', stateless],
])('a plain server on stdio lists and calls with nothing but the container (%s)', async (_era, said) => {
  const { packages, parts } = await loadedBy(PlainModule, (start) => onStdio(start, said));
  expect(packages).toEqual(ALWAYS);
  expect(parts).toEqual(['base', 'server']);
});

test('a server whose inputs are DTOs loads class-validator beside', async () => {
  const { packages } = await loadedBy(DtoModule, (start) => onStdio(start, messages));
  expect(packages).toEqual([...ALWAYS, 'class-validator', 'libphonenumber-js', 'validator'].sort());
});

test('the command says its version without loading a server', async () => {
  const { packages, parts } = await loadedIn(async (env) => {
    const child = spawn(process.execPath, [command, '--version'], { env, stdio: 'ignore' });
    await once(child, 'exit');
  });
  expect(packages).toEqual(['commander']);
  expect(parts).toEqual(['base', 'command']);
});

function loadedBy(module: Fixture, use: (start: Start) => Promise<void>): Promise<Loaded> {
  return loadedIn((env) =>
    use((listen) => {
      const { command, args } = serverCommand(module, {}, listen);
      return spawn(command, args, { env, stdio: 'pipe' });
    }),
  );
}

type Start = (listen: ListenOptions) => ReturnType<typeof spawn>;

async function onStdio(start: Start, said: readonly string[]): Promise<void> {
  const child = start({ transport: 'stdio' });
  const answers = new Map<unknown, unknown>();
  const asked = said.filter((message) => message.includes('"id"')).length;
  child.stdin!.write(said.join('\n') + '\n');
  for await (const line of createInterface({ input: child.stdout! })) {
    const answer = JSON.parse(line) as { id: unknown; result: unknown };
    if (answers.set(answer.id, answer.result).size === asked) child.stdin!.end();
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(answers.get(2)).toMatchObject({ tools: [{ name: 'echo' }] });
  expect(answers.get(3)).toMatchObject({ content: [{ type: 'text', text: 'here' }] });
}

async function addressOf(child: ReturnType<typeof spawn>): Promise<string> {
  let said = '';
  for await (const piece of child.stderr!) {
    said += String(piece);
    const found = /http:\/\/[^\s"]+/.exec(said);
    if (found) return found[0];
  }
  throw new Error(`The server does not listen. It said: ${said}`);
}

async function overHttp(start: Start): Promise<void> {
  const child = start({ transport: 'http', port: 0 });
  const url = await addressOf(child);
  let session: string | undefined;
  for (const body of messages) {
    const headers = { ...POST_HEADERS, 'mcp-session-id': session };
    const { status, headers: own, text } = await send(url, { headers, body });
    session ??= own['mcp-session-id'] as string;
    expect([status, text]).toEqual([body.includes('"id"') ? 200 : 202, expect.not.stringContaining('error')]);
  }
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}

async function listening(start: Start): Promise<void> {
  const child = start({ transport: 'http', port: 0 });
  const session = await RawSession.open(await addressOf(child));
  const stream = await session.listen();
  expect(await session.textOf('tell', { lists: ['tools', 'prompts'] })).toBe('told');
  await eventually(() => expect(stream.messages).toHaveLength(2));
  expect(stream.messages.map(({ method }) => method)).toEqual([
    'notifications/tools/list_changed',
    'notifications/prompts/list_changed',
  ]);
  stream.hangUp();
  await session.end();
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}

interface Loaded {
  /** The packages, sorted. */
  readonly packages: readonly string[];
  /** What of the published files, without what tells builds apart. */
  readonly parts: readonly string[];
}

async function loadedIn(work: (env: NodeJS.ProcessEnv) => Promise<void>): Promise<Loaded> {
  const folder = mkdtempSync(path.join(tmpdir(), 'portico-loaded-'));
  try {
    await work({ PATH: process.env['PATH'], NODE_V8_COVERAGE: folder });
    const files = readdirSync(folder).flatMap((file) => urlsIn(path.join(folder, file)));
    return {
      packages: found(files, /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//),
      parts: found(files, /\/dist\/parts\/(.*)-[\w-]{8}\.js$/),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function urlsIn(file: string): string[] {
  const { result } = JSON.parse(readFileSync(file, 'utf8')) as { result: { url: string }[] };
  return result.map(({ url }) => url);
}

function found(urls: readonly string[], pattern: RegExp): string[] {
  return [...new Set(urls.flatMap((url) => pattern.exec(url)?.[1] ?? []))].sort();
}
