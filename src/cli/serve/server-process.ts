import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** How long a server may take to end before it is killed, in ms: its own drain, and a little. */
const PATIENCE = 2_000;

/** Who is there when one process follows another. */
export interface ProcessHooks {
  /** Told of each new process, before anything has come from it. */
  prepare(child: ChildProcess): void;
  /** Awaited before a process is ended for another. */
  rest(): Promise<void>;
}

/** A server program that is ended and started again. Starts and ends never overlap, however fast they are asked for. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private last: Promise<void> = Promise.resolve();

  /**
   * @param channel whether the processes tell each other messages, beside stdin and stdout
   */
  constructor(
    private readonly args: readonly string[],
    private readonly cwd: string,
    private readonly hasStdio: boolean,
    private readonly channel: boolean,
    private readonly hooks: ProcessHooks,
  ) {}

  /** Ends what runs, and starts anew. */
  restart(): Promise<void> {
    return this.inTurn(async () => {
      if (this.child) await this.hooks.rest();
      await this.end();
      const stdio = this.hasStdio ? 'pipe' : 'ignore';
      // Whatever a server that speaks HTTP prints belongs on stderr with the rest.
      this.child = spawn(process.execPath, this.args, {
        cwd: this.cwd,
        stdio: [stdio, this.hasStdio ? 'pipe' : 2, 'inherit', ...(this.channel ? (['ipc'] as const) : [])],
      });
      this.hooks.prepare(this.child);
    });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.end());
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    return (this.last = this.last.then(step));
  }

  private async end(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    await exited;
    clearTimeout(timer);
  }
}
