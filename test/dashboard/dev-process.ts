import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, LOG_LEVEL_META_KEY, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { TSCONFIG } from '../../src/cli/templates/project.js';
import { eventually } from '../support/eventually.js';

const root = path.resolve(import.meta.dirname, '../..');
const command = path.join(root, 'dist/cli/main.js');

/** The workshop, served by the built `portico dev` in a folder of its own. */
export class DevProcess {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'portico-workshop-'));
  private child!: ChildProcess;
  stdout = '';
  stderr = '';

  /** @param args for `portico dev` */
  constructor(private readonly args: readonly string[]) {
    cpSync(path.join(import.meta.dirname, 'workshop'), path.join(this.folder, 'src'), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(this.folder, 'node_modules'));
    writeFileSync(
      path.join(this.folder, 'package.json'),
      JSON.stringify({ name: 'workshop', type: 'module' }),
    );
    writeFileSync(path.join(this.folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  }

  /** Starts it, and waits until the server program serves. */
  async start(): Promise<void> {
    this.child = spawn(process.execPath, [command, 'dev', ...this.args], {
      cwd: this.folder,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: 'pipe',
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    await eventually(() => (this.args.includes('--http') ? this.mcpUrl : this.page), 90_000);
  }

  send(message: object): void {
    this.child.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  /** Where clients reach the server that runs now. */
  get mcpUrl(): string {
    const found = [...this.stderr.matchAll(/http:\/\/127\.0\.0\.1:\d+\/mcp/g)].at(-1)?.[0];
    if (found === undefined) throw new Error(`it does not serve: ${this.stderr}`);
    return found;
  }

  /** The address of the page, with its key. */
  get page(): string {
    const found = /http:\/\/127\.0\.0\.1:\d+\/#key=[\w-]+/.exec(this.stderr)?.[0];
    if (found === undefined) throw new Error(`there is no page: ${this.stderr}`);
    return found;
  }

  /** The address of the page without what stands behind `#`, and the key. */
  get door(): { readonly base: string; readonly key: string } {
    const [base, key] = this.page.split('/#key=');
    return { base: base!, key: key! };
  }

  /** Saves a source as a developer does. */
  edit(file: string, change: (text: string) => string): void {
    const at = path.join(this.folder, 'src', file);
    writeFileSync(at, change(readFileSync(at, 'utf8')));
  }

  /** Calls a tool as another client does, which declines what it is asked. */
  async call(name: string, args: Record<string, unknown> = {}): Promise<void> {
    await this.calls(name, args, 1);
  }

  /** The same so many times, over one connection. */
  async calls(name: string, args: Record<string, unknown>, times: number): Promise<void> {
    const client = new Client(
      { name: 'neighbour', version: '3.0.0' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } }, capabilities: { elicitation: { form: {} } } },
    );
    client.setRequestHandler('elicitation/create', () => ({ action: 'decline' }));
    await client.connect(new StreamableHTTPClientTransport(new URL(this.mcpUrl)));
    try {
      for (let time = 0; time < times; time++)
        await client.callTool({ name, arguments: args, _meta: { [LOG_LEVEL_META_KEY]: 'error' } });
    } finally {
      await client.close();
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await exited;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
