import { afterEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../support/eventually.js';
import { serverCommand, type ServerOptions } from '../support/servers.js';
import { headersOf } from './support/requests.js';
import { DiskModule } from './disk.fixture.js';

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'faults', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
};

interface Answer {
  readonly result?: {
    readonly content?: readonly { readonly text: string }[];
    readonly isError?: boolean;
    readonly requestState?: string;
    readonly inputRequests?: Readonly<
      Record<string, { readonly params: { readonly requestedSchema: { readonly properties: object } } }>
    >;
  };
  readonly error?: { readonly code: number; readonly message: string };
}

interface Server {
  readonly child: ChildProcess;
  stderr(): string;
  call(name: string, args: object, retry?: object): Promise<Answer>;
}

const started: ChildProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) await kill(child);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function scratch(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'portico-faults-'));
  folders.push(folder);
  return folder;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** @param limit how large a file of the process may grow, in KiB */
async function start(options: ServerOptions, limit?: number): Promise<Server> {
  const { command, args, env } = serverCommand(DiskModule, options, { transport: 'http', port: 0 });
  const shell = ['-c', `ulimit -f ${limit}; exec "$0" "$@"`, command, ...args];
  const child = limit === undefined ? spawn(command, args, { env }) : spawn('bash', shell, { env });
  started.push(child);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
  const url = await eventually(() => {
    const found = /listening on (\S+)/.exec(log)?.[1];
    if (found === undefined) throw new Error(`the server does not listen: ${log}`);
    return found;
  }, 30_000);
  return {
    child,
    stderr: () => log,
    async call(name, args, retry = {}) {
      const message = {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name, arguments: args, ...retry, _meta: META },
      };
      const headers = headersOf({ era: 'stateless', message });
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) });
      const text = await response.text();
      const data = text.startsWith('{')
        ? text
        : text
            .split('\n')
            .findLast((line) => line.startsWith('data: {'))!
            .slice(6);
      return JSON.parse(data) as Answer;
    },
  };
}

/** Says yes to everything that was asked. */
function yes({ result }: Answer): object {
  const answers = Object.entries(result!.inputRequests!).map(([key, { params }]) => {
    const content = Object.fromEntries(
      Object.keys(params.requestedSchema.properties).map((field) => [field, true]),
    );
    return [key, { action: 'accept', content }];
  });
  return { requestState: result!.requestState, inputResponses: Object.fromEntries(answers) as object };
}

const KEY = 'k'.repeat(40);

test('kill -9 between two questions: another process goes on, and what was done once is not done again', async () => {
  const folder = scratch();
  const options = {
    interaction: { keys: [KEY], store: `sqlite:${path.join(folder, 'flows.db')}` },
    state: { store: `sqlite:${path.join(folder, 'state.db')}` },
  };
  const first = await start(options);
  const asked = await first.call('checkout', {});
  const askedAgain = await first.call('checkout', {}, yes(asked));
  expect(askedAgain.result?.requestState).toBeDefined();
  await kill(first.child);
  const second = await start(options);
  const done = await second.call('checkout', {}, yes(askedAgain));
  expect(done.result?.content?.[0]?.text).toBe('charge 1, gift true');
  expect((await second.call('charges', {})).result?.content?.[0]?.text).toBe('1');
});

describe('a disk that is full', () => {
  test('refuses what has no room with an error, keeps what was there, and goes on', async () => {
    const server = await start({ state: { store: `sqlite:${path.join(scratch(), 'state.db')}` } }, 512);
    expect((await server.call('keep', { key: 'small', size: 100 })).result?.content?.[0]?.text).toBe(
      'kept 100',
    );
    let refused: Answer | undefined;
    for (let i = 0; i < 40 && !refused; i++) {
      const answer = await server.call('keep', { key: `large-${i}`, size: 50_000 });
      if (answer.error ?? answer.result?.isError) refused = answer;
    }
    expect(refused?.result?.isError).toBe(true);
    expect(refused!.result!.content![0]!.text).not.toMatch(/disk|SQLITE|\/tmp/i);
    expect((await server.call('read', { key: 'small' })).result?.content?.[0]?.text).toBe('100');
    expect(server.child.exitCode).toBeNull();
    expect(server.child.signalCode).toBeNull();
    expect(server.stderr()).toMatch(/full|I\/O|disk/i);
  });
});
