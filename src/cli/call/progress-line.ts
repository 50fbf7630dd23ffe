import type { TaskSnapshot } from '../../protocol/task-client/task-client.js';
import type { Progress } from '@modelcontextprotocol/client';

/** Shows progress on stderr: a bar that moves on a terminal, a line for each step elsewhere. */
export class ProgressLine {
  private isShown = false;
  private task: string | undefined;

  show({ progress, total, message = '' }: Progress): void {
    const share = total ? Math.min(1, progress / total) : undefined;
    const count = total === undefined ? `${progress}` : `${progress}/${total}`;
    if (!process.stderr.isTTY) {
      process.stderr.write(`progress ${count} ${message}`.trimEnd() + '\n');
      return;
    }
    const bar = share === undefined ? '' : `${'█'.repeat(Math.round(share * 24)).padEnd(24, '░')} `;
    process.stderr.write(`\r\x1b[2K${bar}${count} ${message}`.slice(0, process.stderr.columns));
    this.isShown = true;
  }

  /** Where a task stands. */
  tell({ id, status, message }: TaskSnapshot): void {
    this.clear();
    const where = message === undefined ? status : `${status}, ${message}`;
    if (this.task !== id) process.stderr.write(`task ${id}\n`);
    this.task = id;
    process.stderr.write(`task ${where}\n`);
  }

  /** Gives the line free, for something else to be written. */
  clear(): void {
    if (this.isShown) process.stderr.write('\r\x1b[2K');
    this.isShown = false;
  }
}
