import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PorticoOptions } from 'portico';
import { compiled, testFolder } from '../support/fixture.js';

/** Worker processes of the orders module, and all they wrote. */
export class WorkerProcesses {
  readonly all: ChildProcess[] = [];
  text = '';

  async start(options: Omit<PorticoOptions, 'log'>): Promise<ChildProcess> {
    if (!existsSync(new URL('../dist/index.js', testFolder)))
      throw new Error('There is no dist/index.js to start a worker from. Run `npm run build` first.');
    const program = fileURLToPath(compiled(new URL('jobs/worker-process.ts', testFolder).href));
    const child = spawn(process.execPath, [program, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
    this.all.push(child);
    child.stderr.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    const ready = once(child.stdout, 'data');
    const failed = once(child, 'exit').then(() => Promise.reject(new Error(`A worker ended:\n${this.text}`)));
    failed.catch(() => {});
    await Promise.race([ready, failed]);
    return child;
  }

  kill(pid: number): void {
    this.all.find((child) => child.pid === pid)!.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    const living = this.all.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const ends = living.map((child) => once(child, 'exit'));
    for (const child of living) child.kill('SIGTERM');
    const late = setTimeout(() => living.forEach((child) => child.kill('SIGKILL')), 5_000);
    await Promise.all(ends);
    clearTimeout(late);
  }
}
