import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '../support/eventually.js';

/** How long a block of commands may take, a server to be there, and a server to end, in ms. */
const LONGEST = { run: 180_000, start: 60_000, stop: 15_000 };

/** What a reader starts in a terminal, and what it writes there. */
export class Terminal {
  private output = '';
  private readonly child: ChildProcess;
  private readonly exit: Promise<number | null>;

  constructor(cwd: string, script: string, env: NodeJS.ProcessEnv) {
    // A process group of its own, so that Ctrl+C reaches everything in it, as it does in a terminal.
    this.child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd, env, detached: true });
    this.exit = once(this.child, 'exit').then(([code]: (number | null)[]) => code ?? null);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  /** Waits for the end. @returns what was written; an exit code other than 0 is an error with all of it */
  async end(): Promise<string> {
    this.child.stdin?.end();
    const late = setTimeout(() => this.signal('SIGKILL'), LONGEST.run);
    const code = await this.exit;
    clearTimeout(late);
    if (code !== 0) throw new Error(`exit code ${code}\n${this.output}`);
    return this.output;
  }

  /** Waits until this was written. */
  async shows(pattern: RegExp): Promise<void> {
    await eventually(() => {
      if (this.child.exitCode !== null) throw new Error(`ended before it showed ${pattern}\n${this.output}`);
      if (!pattern.test(this.output)) throw new Error(`does not show ${pattern}\n${this.output}`);
    }, LONGEST.start);
  }

  /** Ctrl+C. @throws when something goes on all the same; it is killed then */
  async interrupt(): Promise<void> {
    this.signal('SIGINT');
    try {
      await eventually(() => {
        if (this.signal(0)) throw new Error(`goes on after Ctrl+C\n${this.output}`);
      }, LONGEST.stop);
    } finally {
      this.signal('SIGKILL');
    }
  }

  /** Sends a signal to all that was started. @returns whether anything was there */
  private signal(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-this.child.pid!, signal);
    } catch {
      return false;
    }
  }
}
