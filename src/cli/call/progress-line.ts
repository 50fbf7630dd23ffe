import type { Progress } from '@modelcontextprotocol/client';

/** Shows progress on stderr: a bar that moves on a terminal, a line for each step elsewhere. */
export class ProgressLine {
  private isShown = false;

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

  /** Gives the line free, for something else to be written. */
  clear(): void {
    if (this.isShown) process.stderr.write('\r\x1b[2K');
    this.isShown = false;
  }
}
