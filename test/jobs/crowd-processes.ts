import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PorticoOptions } from 'portico';
import type { Task } from '../../src/jobs/task-record.js';
import { compiled, testFolder } from '../support/fixture.js';
import type { CrowdReply, CrowdRequest } from './crowd-process.js';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** A process of the crowd, which is asked by messages. */
export class CrowdProcess {
  private readonly waiting = new Map<number, (reply: CrowdReply) => void>();
  private count = 0;

  private constructor(
    readonly child: ChildProcess,
    private readonly said: string[],
  ) {
    child.on('message', (reply: CrowdReply) => {
      this.waiting.get(reply.id)?.(reply);
      this.waiting.delete(reply.id);
    });
  }

  static async start(options: Omit<PorticoOptions, 'log'>): Promise<CrowdProcess> {
    const program = fileURLToPath(compiled(new URL('jobs/crowd-process.ts', testFolder).href));
    const child = fork(program, [JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
    const said: string[] = [];
    child.stderr!.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    const failed = once(child, 'exit').then(() => {
      throw new Error(`A process of the crowd ended:\n${said.join('')}`);
    });
    failed.catch(() => {});
    await Promise.race([once(child, 'message'), failed]);
    return new CrowdProcess(child, said);
  }

  /** What it wrote to its log. */
  get log(): string {
    return this.said.join('');
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** @returns the task as the process then sees it */
  async ask(request: WithoutId<CrowdRequest>): Promise<Task> {
    const id = ++this.count;
    const replied = new Promise<CrowdReply>((resolve) => this.waiting.set(id, resolve));
    this.child.send({ ...request, id });
    const { value, error } = await replied;
    if (error !== undefined) throw new Error(error);
    return value as Task;
  }

  async stop(): Promise<void> {
    if (!this.isAlive) return;
    const ended = once(this.child, 'exit');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    this.child.disconnect();
    await ended;
    clearTimeout(late);
  }
}
