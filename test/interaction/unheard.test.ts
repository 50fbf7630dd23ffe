import { setTimeout as pass } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Transport } from '@modelcontextprotocol/client';
import { PorticoFactory, silentLog } from 'portico';
import { clientKinds } from '../support/clients.js';
import { eventually } from '../support/eventually.js';
import { startProcess, type ServerProcess } from '../support/server-process.js';
import { serverCommand } from '../support/servers.js';
import { askingKinds, type Answers, type AskingClient } from './asking-client.js';
import { UnheardModule } from './unheard.fixture.js';

const options = (mode: 'park' | 'replay') => ({ interaction: { mode } });

const lines = ['SDK v1', 'SDK v2 pinned'].flatMap((client) =>
  (['stdio', 'HTTP'] as const).flatMap((transport) =>
    (client === 'SDK v1' ? (['park'] as const) : (['park', 'replay'] as const)).map((mode) => ({
      client,
      transport,
      mode,
      name: `${client} over ${transport}, ${mode}`,
    })),
  ),
);

const servers: ServerProcess[] = [];
const clients: AskingClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close().catch(() => {})));
  for (const server of servers) server.kill('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => server.exit(Date.now())));
});

function serve(mode: 'park' | 'replay', transport: 'HTTP' | 'stdio'): ServerProcess {
  const server = startProcess(
    UnheardModule,
    options(mode),
    transport === 'HTTP' ? { transport: 'http', port: 0 } : { transport: 'stdio' },
  );
  servers.push(server);
  return server;
}

const answers: Answers = {
  form: (message) => {
    if (message === 'Is it declined?') return { action: 'decline' };
    const reply = { action: 'accept', content: { value: message === 'Is it slow?' || message } } as const;
    return message === 'Is it slow?' ? (pass(300, reply) as never) : reply;
  },
  model: () => undefined,
  roots: [],
};

describe.each(lines)('a server in a process of its own, by $name', ({ client, transport, mode }) => {
  let dial: () => Transport;
  const connect = async () => {
    const asking = askingKinds.find(({ name }) => name === client)!;
    const connected = await asking.connect(dial(), answers);
    clients.push(connected);
    return connected;
  };
  const start = async () => {
    const kind = clientKinds.find(({ name }) => name === client)!;
    if (transport === 'stdio') dial = () => kind.stdio(serverCommand(UnheardModule, options(mode)));
    else {
      const server = serve(mode, 'HTTP');
      const url = await eventually(() => /listening on (\S+)/.exec(server.stderr())![1]!, 30_000);
      dial = () => kind.http(new URL(url));
    }
    return connect();
  };

  test('lives through questions that are awaited one by one, and gives the right answer', async () => {
    const connected = await start();
    const answer = { content: [{ type: 'text', text: 'Who is a?,Who is b?,Who is c?' }] };
    for (let i = 0; i < 3; i++) expect(await connected.call('oneByOne')).toMatchObject(answer);
    // Each was stopped where it waited: what stands in a `finally` has run for every question of every run.
    const runs = mode === 'replay' ? 6 : 3;
    const { content } = await connected.call('cleaned');
    const [{ text } = { text: '' }] = content as unknown as readonly { text: string }[];
    expect(text.split(',').sort().join('')).toBe(['a', 'b', 'c'].map((name) => name.repeat(runs)).join(''));
  });

  test('lives through a question that is refused while another is awaited', async () => {
    const connected = await start();
    const refused = { isError: true, content: [{ text: 'The user declined to answer: Is it declined?' }] };
    for (let i = 0; i < 2; i++) expect(await connected.call('refused')).toMatchObject(refused);
  });
});

const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
};

describe.each(['session', 'stateless'] as const)('a client that says no more (%s)', (era) => {
  /** With a session the question is a request of the server; without one it is the answer to the call. */
  const call = async (server: ServerProcess, id: number, name: string) => {
    const _meta = { ...(era === 'stateless' && meta), progressToken: id };
    server.send({ id, method: 'tools/call', params: { name, arguments: {}, _meta } });
    const heard = name === 'oneByOne' ? 'Who is c?' : '"progressToken":' + id;
    await eventually(() => expect(server.lines().join()).toContain(heard), 15_000);
  };
  const begin = async () => {
    const server = serve('park', 'stdio');
    if (era === 'stateless') return server;
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: { elicitation: {} },
      clientInfo: { name: 'raw', version: '1.0.0' },
    };
    server.send({ id: 'initialize', method: 'initialize', params });
    await server.answer('initialize');
    server.send({ method: 'notifications/initialized' });
    return server;
  };

  test.each(['oneByOne', 'untilStopped'])('and cancels %s: the server lives', async (name) => {
    const server = await begin();
    for (const [id, reason] of [
      [1, undefined],
      [2, 'enough'],
      [3, 'enough '.repeat(1_000)],
    ] as const) {
      await call(server, id, name);
      server.send({ method: 'notifications/cancelled', params: { requestId: id, reason } });
    }
    await pass(300);
    const params = { name: 'cleaned', arguments: {}, ...(era === 'stateless' && { _meta: meta }) };
    server.send({ id: 'alive', method: 'tools/call', params });
    expect((await server.answer('alive')).result).toBeDefined();
  });

  test.each(['oneByOne', 'untilStopped'])(
    'and goes during %s: the server ends as it should',
    async (name) => {
      const server = await begin();
      await call(server, 1, name);
      server.stdin.end();
      expect(await server.exit(Date.now())).toMatchObject({ code: 0, signal: null });
    },
  );
});

describe('every other rejection that nobody listens to', () => {
  test('is the one that is told, where a client has brought about another at the same time', async () => {
    const server = serve('park', 'stdio');
    const params = { name: 'forgetsWhenStopped', arguments: {}, _meta: meta };
    server.send({ id: 1, method: 'tools/call', params });
    await pass(500);
    server.send({ method: 'notifications/cancelled', params: { requestId: 1 } });
    expect(await server.exit(Date.now())).toMatchObject({ code: 1 });
    expect(server.stderr()).toContain('Error: of the application');
  });

  test.each([
    ['forgets', 'Error: of the application'],
    ['forgetsText', 'The promise rejected with the reason "a mere text"'],
  ])('ends the process as Node does: %s', async (name, told) => {
    const server = serve('park', 'stdio');
    server.send({ id: 1, method: 'tools/call', params: { name, arguments: {}, _meta: meta } });
    expect(await server.exit(Date.now())).toMatchObject({ code: 1 });
    expect(server.stderr()).toContain(told);
  });

  test.each([
    ['none', 0, /^$/],
    ['warn', 0, /UnhandledPromiseRejectionWarning: Error: of the application/],
    ['warn-with-error-code', 1, /UnhandledPromiseRejectionWarning: Error: of the application/],
    ['strict', 1, /Error: of the application/],
    ['throw', 1, /Error: of the application/],
  ])('or does as --unhandled-rejections=%s says', async (mode, code, told) => {
    const { command, args, env } = serverCommand(UnheardModule, { log: { level: 'error' } });
    const child = spawn(command, [`--unhandled-rejections=${mode}`, ...args], { env, stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on('error', () => {});
    const params = { name: 'forgets', arguments: {}, _meta: meta };
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })}\n`);
    const exited = once(child, 'exit');
    await eventually(() => expect(stdout).toContain('"id":1'), 15_000);
    await pass(200);
    child.stdin.end();
    expect((await exited)[0]).toBe(code);
    expect(stderr).toMatch(told);
    // Told once, not once more because somebody listened.
    expect(stderr.match(/Error: of the application/g) ?? []).toHaveLength(mode === 'none' ? 0 : 1);
  });

  test('is for those who listen to them, where somebody does', async () => {
    const server = serve('park', 'stdio');
    for (const [id, name] of ['listens', 'forgets'].entries())
      server.send({ id, method: 'tools/call', params: { name, arguments: {}, _meta: meta } });
    await eventually(() => expect(server.stderr()).toContain('heard: of the application'), 15_000);
    server.stdin.end();
    expect(await server.exit(Date.now())).toMatchObject({ code: 0 });
    expect(server.stderr().match(/of the application/g)).toHaveLength(1);
  });

  test('is looked at by nobody any more when the last application has closed', async () => {
    const before = process.listeners('unhandledRejection');
    const identity = { name: 'test', version: '1.0.0', log: silentLog };
    const one = await PorticoFactory.create(UnheardModule, identity);
    const two = await PorticoFactory.create(UnheardModule, identity);
    await one.close();
    await one.close();
    await pass(10);
    expect(process.listeners('unhandledRejection')).toHaveLength(before.length + 1);
    await two.close();
    await pass(10);
    expect(process.listeners('unhandledRejection')).toEqual(before);
  });
});
