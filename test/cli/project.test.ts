import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../support/eventually.js';
import { command, portico, type Run } from './run-portico.js';

/*
 * A new project that finds its packages in this repository, so that nothing is installed. That it can be installed is
 * what the suite of the generator shows.
 */

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;
let demo: string;

const BOOK = `import { Context, Injectable, Tool } from 'portico';

@Injectable()
export class BookTools {
  @Tool('Book a table')
  async book(ctx: Context) {
    await ctx.reportProgress(1, 2, 'asking');
    const answer = await ctx.elicit('For how many people?', Number);
    return answer.action === 'accept' ? { people: answer.data } : answer.action;
  }

  @Tool('Book a table at a window')
  async window(ctx: Context) {
    const people = await ctx.elicitOrThrow('For how many people?', Number);
    return { people, atWindow: await ctx.confirm('At the window?') };
  }

  @Tool({ description: 'Book many tables', task: 'optional' })
  async many(ctx: Context) {
    await ctx.reportProgress(1, 2, 'looking');
    return { tables: await ctx.elicitOrThrow('How many tables?', Number) };
  }
}
`;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-project-'));
  demo = path.join(folder, 'demo');
  await portico(folder, ['new', 'demo', '--no-git']);
  symlinkSync(path.join(root, 'node_modules'), path.join(demo, 'node_modules'));
  writeFileSync(path.join(demo, 'src/book.tools.ts'), BOOK);
  const module = path.join(demo, 'src/app.module.ts');
  writeFileSync(
    module,
    readFileSync(module, 'utf8')
      .replace('GreetTools]', 'GreetTools, BookTools]')
      .replace('import { GreetTools', `import { BookTools } from './book.tools.js';\nimport { GreetTools`),
  );
  await run('list'); // compiles
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]): Promise<Run> => portico(demo, args);

describe.each(['session', 'stateless'])('call, era %s', (era) => {
  test('prints what the tool says, and its log on stderr', async () => {
    const { code, stdout, stderr } = await run('call', 'greet', 'name=Ada', '--era', era);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Hello Ada\n' });
    expect(stderr).toContain('info: greeting {"name":"Ada"}');
  });

  test('answers a question from the command line, and shows progress', async () => {
    const { stdout, stderr } = await run('call', 'book', '--answer', 'value=4', '--era', era);
    expect(JSON.parse(stdout)).toEqual({ people: 4 });
    expect(stderr).toContain('progress 1/2 asking');
    expect(stderr).not.toContain('Fulfilling');
    expect(stderr).not.toContain('PORTICO_STATE_KEY');
  });

  test('runs a tool as a background task, tells where it stands, and answers its question', async () => {
    const { code, stdout, stderr } = await run('call', 'many', '--task', '--answer', 'value=3', '--era', era);
    expect(JSON.parse(stdout)).toEqual({ tables: 3 });
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/^task \S{10,}$/m) });
    expect(stderr).toMatch(/^task (working|input_required)(, looking \(1\/2\))?$/m);
  });

  test('says that a tool runs as no task', async () => {
    const { code, stderr } = await run('call', 'greet', 'name=Ada', '--task', '--era', era);
    expect(code).toBe(1);
    expect(stderr).toMatch(/'greet'.*task/);
    expect(stderr).not.toContain('    at ');
  });

  test('answers one question after the other, and tells of answers nobody asked for', async () => {
    const answers = ['value=4', 'value=true', 'color=blue'].flatMap((answer) => ['--answer', answer]);
    const { stdout, stderr } = await run('call', 'window', ...answers, '--era', era);
    expect(JSON.parse(stdout)).toEqual({ people: 4, atWindow: true });
    expect(stderr).toContain('--answer color=blue: no question was left for it');
  });

  test('without a terminal it says that a question was cancelled, and how to answer it', async () => {
    const { stdout, stderr } = await run('call', 'book', '--era', era);
    expect(stdout).toBe('cancel\n');
    expect(stderr).toMatch(/For how many people\?[^]*--answer value=/);
  });
});

test('call names the nearest tool, and fails where the tool does', async () => {
  expect(await run('call', 'gret')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Did you mean 'greet'?`),
  });
  const refused = await run('call', 'greet', 'name=');
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain('name');
});

test('call refuses an answer without a key', async () => {
  const { code, stderr } = await run('call', 'book', '--answer', '4');
  expect(code).toBe(1);
  expect(stderr).toContain('--answer 4: write it as key=value');
});

test('call says in a line that nobody listens', async () => {
  const { code, stderr } = await run('call', 'greet', '--url', 'http://127.0.0.1:1/mcp');
  expect(code).toBe(1);
  expect(stderr).toContain('http://127.0.0.1:1/mcp: Nobody listens there.');
  expect(stderr).not.toContain('    at ');
});

test('call reaches a server that runs', async () => {
  const server = spawnPortico(['start', '--http', '--port', '0']);
  const url = await printedUrl(server);
  expect(await run('call', 'greet', 'name=Ada', '--url', url)).toMatchObject({ stdout: 'Hello Ada\n' });
  await end(server);
});

test('worker does the background work of a server that does none', async () => {
  const env = { PORTICO_JOBS_URL: `sqlite:${path.join(folder, 'shared-jobs.db')}` };
  const server = spawnPortico(['start', '--http', '--port', '0'], { ...env, PORTICO_ROLE: 'server' });
  const url = await printedUrl(server);
  const call = run('call', 'many', '--task', '--answer', 'value=5', '--url', url);
  let isAnswered = false;
  void call.then(() => (isAnswered = true));
  await eventually(async () => {
    const { stdout } = await run('call', 'greet', 'name=Ada', '--url', url);
    expect(stdout).toBe('Hello Ada\n');
  }, 60_000);
  expect(isAnswered).toBe(false); // nobody has taken it yet
  const worker = spawnPortico(['worker'], env);
  const { code, stdout } = await call;
  expect({ code, people: JSON.parse(stdout) as unknown }).toEqual({ code: 0, people: { tables: 5 } });
  await end(server);
  await end(worker);
});

describe('inspect', () => {
  /** An npx that tells what it was called with, and ends as it is told. */
  const withNpx = async (args: string[], exitCode = 0) => {
    const programs = mkdtempSync(path.join(folder, 'npx-'));
    const npx = path.join(programs, 'npx');
    writeFileSync(
      npx,
      `#!${process.execPath}\nconsole.log(JSON.stringify(process.argv.slice(2)));\nprocess.exit(${exitCode});\n`,
    );
    chmodSync(npx, 0o755);
    const ended = await portico(demo, ['inspect', ...args], { PATH: programs });
    return { ...ended, given: ended.stdout && (JSON.parse(ended.stdout) as string[]) };
  };

  test('starts the Inspector on the program of this project, or on a server that runs', async () => {
    const own = await withNpx(['--', '--cli', '--method', 'tools/list']);
    const inspector = expect.stringMatching(/^@modelcontextprotocol\/inspector@(2|0\.16)$/);
    const program = ['node', path.join(demo, 'dist/main.js')];
    expect(own).toMatchObject({
      code: 0,
      given: ['--yes', inspector, '--cli', ...program, '--method', 'tools/list'],
    });
    const running = await withNpx(['--url', 'http://127.0.0.1:3000/mcp']);
    expect(running).toMatchObject({ code: 0, given: ['--yes', inspector, 'http://127.0.0.1:3000/mcp'] });
  });

  test('says in a line that the Inspector failed, or that there is no npx', async () => {
    const failed = await withNpx([], 3);
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The Inspector ended with exit code 3: npx .+\n$/),
    });
    const missing = await portico(demo, ['inspect'], { PATH: path.join(folder, 'nowhere') });
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The Inspector cannot be started \(.*ENOENT.*npx comes with npm\.\n$/),
    });
  });
});

test('list prints a table, and JSON for programs', async () => {
  expect((await run('list')).stdout).toMatch(/tool +greet +GreetTools\.greet/);
  const components = JSON.parse((await run('list', '--json')).stdout) as {
    kind: string;
    entry: { name: string };
  }[];
  expect(components.map(({ kind, entry }) => `${kind} ${entry.name}`)).toEqual([
    'tool greet',
    'tool book',
    'tool window',
    'tool many',
  ]);
});

test('doctor finds what is wrong in the environment and the compiler options, with the cure', async () => {
  const env = { PORTICO_PORT: 'http', PORTICO_TRNSPORT: 'stdio', PORTICO_STATE_STORE: 'redis://127.0.0.1:1' };
  const { stdout } = await portico(demo, ['doctor', '--json'], env);
  const findings = JSON.parse(stdout) as { level: string; what: string; cure?: string }[];
  const cureOf = (what: string): string | undefined =>
    findings.find((finding) => finding.level !== 'ok' && finding.what.includes(what))?.cure;
  expect(cureOf('PORTICO_PORT')).toContain('0 to 65535');
  expect(cureOf('PORTICO_TRNSPORT')).toContain('PORTICO_TRANSPORT');
  expect(cureOf('nobody answers at 127.0.0.1:1')).toContain('PORTICO_STATE_STORE');
  expect(findings).toContainEqual({ level: 'ok', what: 'metadata of decorators' });
});

test('client-config prints an entry, writes it beside others, and replaces none', async () => {
  const printed = await run('client-config', 'vscode');
  expect(JSON.parse(printed.stdout)).toEqual({
    servers: { demo: { type: 'stdio', command: 'node', args: [path.join(demo, 'dist/main.js'), '--stdio'] } },
  });
  const file = path.join(demo, '.mcp.json');
  writeFileSync(file, JSON.stringify({ mcpServers: { other: { command: 'other' } } }));
  expect(await run('client-config', 'claude-code', '--write')).toMatchObject({ code: 0 });
  expect(Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { mcpServers: object }).mcpServers)).toEqual([
    'other',
    'demo',
  ]);
  const again = await run('client-config', 'claude-code', '--write', '--url', 'http://127.0.0.1:3000/mcp');
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('--force') });
});

test('dev serves again after a save, keeps the session of a client on stdio, and stdout clean', async () => {
  const child = spawnPortico(['dev', '--stdio']);
  const lines: string[] = [];
  let rest = '';
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop()!;
    lines.push(...parts);
  });
  const send = (message: object): void =>
    void child.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const received = (): { id?: number; method?: string; result?: unknown }[] =>
    lines.map((line) => JSON.parse(line) as { id?: number }); // nothing else than JSON is there
  const answer = (id: number) =>
    eventually(() => {
      const found = received().find((message) => message.id === id);
      if (!found) throw new Error(`no answer to ${id}: ${lines.join('\n')}`);
      return JSON.stringify(found.result);
    }, 60_000);
  const greet = (id: number) =>
    send({ id, method: 'tools/call', params: { name: 'greet', arguments: { name: 'Ada' } } });

  const clientInfo = { name: 'raw', version: '1.0.0' };
  send({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo },
  });
  await answer(1);
  send({ method: 'notifications/initialized' });
  greet(2);
  expect(await answer(2)).toContain('Hello Ada');

  const service = path.join(demo, 'src/greeting.service.ts');
  const before = readFileSync(service, 'utf8');
  writeFileSync(service, before.replace('Hello', 'Good day'));
  await eventually(() => {
    if (!received().some(({ method }) => method === 'notifications/tools/list_changed'))
      throw new Error('not started again yet');
  }, 60_000);
  greet(3);
  expect(await answer(3)).toContain('Good day Ada');
  expect(received().filter(({ id }) => id === 1)).toHaveLength(1);

  writeFileSync(service, before);
  child.stdin!.end();
  await once(child, 'exit');
}, 180_000);

function spawnPortico(args: string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [command, ...args], {
    cwd: demo,
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
}

async function printedUrl(server: ChildProcess): Promise<string> {
  let text = '';
  server.stderr!.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return eventually(() => {
    const url = /listening on (http\S+)/.exec(text)?.[1];
    if (!url) throw new Error(`no URL yet: ${text}`);
    return url;
  }, 60_000);
}

async function end(server: ChildProcess): Promise<void> {
  server.kill('SIGTERM');
  await once(server, 'exit');
}
