import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@redis/client';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';

/** A Redis of a test's own, to be stopped, frozen and started again; it writes every change to disk before it answers. */
export class OwnRedis {
  private server: ChildProcess | undefined;
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'portico-redis-'));

  private constructor(private readonly port: number) {}

  static async start(): Promise<OwnRedis> {
    if (spawnSync('redis-server', ['--version']).error)
      throw new Error(
        'There is no redis-server to be found in PATH. Install Redis: these tests start one of their own, and are never skipped.',
      );
    const redis = new OwnRedis(await freePort());
    await redis.up();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async up(): Promise<void> {
    const settings = [
      '--port',
      `${this.port}`,
      '--dir',
      this.folder,
      '--appendonly',
      'yes',
      '--appendfsync',
      'always',
    ];
    this.server = spawn('redis-server', [...settings, '--save', ''], { stdio: 'ignore' });
    await eventually(async () => {
      const client = createClient({ url: this.url, socket: { reconnectStrategy: false } });
      client.on('error', () => undefined);
      await client.connect();
      await client.ping();
      client.destroy();
    }, 15_000);
  }

  /** Ends it without a warning. */
  async down(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGCONT');
    server.kill('SIGKILL');
    await ended;
  }

  /** It stays connected and says nothing. */
  freeze(): void {
    this.server?.kill('SIGSTOP');
  }

  thaw(): void {
    this.server?.kill('SIGCONT');
  }

  async remove(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true });
  }
}
